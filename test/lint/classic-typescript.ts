/**
 * Lets dependency-cruiser parse TypeScript: it needs the compiler's JavaScript interface, which the
 * native compiler does not have, so it gets an older compiler to read our imports with.
 */
import { registerHooks } from 'node:module';

registerHooks({
  resolve(specifier, context, nextResolve) {
    const asks = context.parentURL?.includes('/dependency-cruiser/');
    const wanted = asks && /^typescript(\/package\.json)?$/.test(specifier);
    return nextResolve(
      wanted ? specifier.replace('typescript', 'typescript-classic') : specifier,
      context,
    );
  },
});
