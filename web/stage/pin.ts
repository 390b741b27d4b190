import './pin.css';
import { type Map as MapLibreMap, Marker } from 'maplibre-gl';
import type { Position } from '../view/view.ts';

/** How a pin looks, how it is moved, and what happens then. */
export interface PinOptions {
  readonly at: Position;
  /** What it is, for those who cannot see it. */
  readonly label: string;
  /** The class of its look, beside `pin`. */
  readonly className: string;
  readonly testId: string;
  /** What its drop holds: an SVG path in a 20 × 20 box, or a cross. */
  readonly sign: string | 'cross';
  /** An arrow key moves it by so many meters; with Shift by ten times as many. */
  readonly stepMeters: number;
  /** Whether it stays where it is. */
  readonly isFixed?: boolean;
  /** It is on its way. */
  onMove?(at: Position): void;
  /** It was let go, by pointer or key. */
  onRest?(at: Position): void;
  /** Delete or Backspace was pressed on it. */
  onDelete?(): void;
}

const ARROWS: Record<string, [east: number, north: number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};
/** Length of a degree of latitude; near enough to move something by hand. */
const METERS_PER_DEGREE = 111_200;

let held: HTMLElement | null = null;

/** Whether a pin is on its way. One that was taken off the map meanwhile is not. */
export function isPinHeld(): boolean {
  return held?.isConnected ?? false;
}

/** Puts a pin onto the map that is moved by pointer, thumb and arrow keys, and goes by Delete. */
export function createPin(map: MapLibreMap, options: PinOptions): Marker {
  const element = pinElement(options);
  const draggable = !options.isFixed;
  const marker = new Marker({ element, draggable, anchor: 'bottom' })
    .setLngLat(options.at)
    .addTo(map);
  const move = () => {
    held = element;
    options.onMove?.(placeOf(marker));
  };
  const rest = () => {
    held = null;
    options.onRest?.(placeOf(marker));
  };
  marker.on('drag', move);
  marker.on('dragend', rest);
  let isStepping = false;
  element.addEventListener('keydown', (event) => {
    if (options.onDelete && (event.key === 'Delete' || event.key === 'Backspace')) {
      event.preventDefault();
      options.onDelete();
      return;
    }
    const arrow = ARROWS[event.key];
    if (!arrow || !draggable) return;
    event.preventDefault();
    event.stopPropagation();
    isStepping = true;
    marker.setLngLat(
      stepped(placeOf(marker), arrow, (event.shiftKey ? 10 : 1) * options.stepMeters),
    );
    move();
  });
  element.addEventListener('keyup', (event) => {
    if (!isStepping || !ARROWS[event.key]) return;
    isStepping = false;
    rest();
  });
  // A click on the pin is none on the map behind it.
  element.addEventListener('click', (event) => event.stopPropagation());
  return marker;
}

function placeOf(marker: Marker): Position {
  return marker.getLngLat().toArray() as Position;
}

/** A place so many meters further. */
function stepped([lon, lat]: Position, [east, north]: [number, number], meters: number): Position {
  const degrees = meters / METERS_PER_DEGREE;
  return [lon + (east * degrees) / Math.cos((lat / 180) * Math.PI), lat + north * degrees];
}

function pinElement({ className, testId, label, sign }: PinOptions): HTMLButtonElement {
  const element = document.createElement('button');
  element.type = 'button';
  element.className = `pin ${className}`;
  element.dataset['testid'] = testId;
  element.setAttribute('aria-label', label);
  element.append(drawPin(sign));
  return element;
}

/** A drop whose tip is the place, with a sign in it. */
function drawPin(sign: PinOptions['sign']): SVGSVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 36 44');
  svg.setAttribute('aria-hidden', 'true');
  const add = (path: string, className: string, transform?: string): void => {
    const element = document.createElementNS(svg.namespaceURI, 'path');
    element.setAttribute('d', path);
    element.setAttribute('class', className);
    if (transform) element.setAttribute('transform', transform);
    svg.append(element);
  };
  add('M18 43C10 33 3 26 3 17a15 15 0 0 1 30 0c0 9-7 16-15 26z', 'pin-drop');
  if (sign === 'cross') add('M12 11l12 12M24 11L12 23', 'pin-cross');
  else add(sign, 'pin-sign', 'translate(8 7)');
  return svg as SVGSVGElement;
}
