/**
 * What people in China choose as passwords, or build them of, the most common first: numbers that sound like words,
 * pinyin of what is said to those one loves, surnames, given names, places, and words of offices and communities.
 * The lists of the library know English and the world's most common passwords only.
 */
export const CHINESE_PASSWORDS: readonly string[] = `
woaini 5201314 1314520 woaini1314 woaini520 520520 521521 1314521 7758521 7758258 147258369 159357 a123456 qq123456
123456a 123456abc abc123456 aa123456 a5201314 wang1234 zhang123 admin888 admin123 123qwe 1q2w3e4r 1qaz2wsx qazwsx asd123
zxc123 qwe123 admin@123 admin@123456 abc@123 abc@123456 aa@123456 qwer@1234 root@123 test@123 huawei@123 pass@123
a@123456 1qaz@wsx 1qaz!qaz 1234@abcd woaiwojia woaimama woaibaba wodemima mima mimamima mima123 nihao nihaoma aini ainiyiwannian wobuzhidao
buzhidao wangji wangjile meiyoumima bugaosuni caonima tamade nishishui woshishui woshiwo laopo laogong baobei baobao
qinaide xiaobao dabao erbao xiexie zaijian shengri shengrikuaile xinnian xinniankuaile gongxifacai facai yifafa 168168
518518 886688 888888 666666 66668888 88888888 iloveyou1314 love1314 iloveu520 aini1314 wojiushiwo tiantian kuaile xingfu
pingan jiankang haohaoxuexi tiantianxiangshang jiayou zhongguo woaizhongguo zhonghua renmin beijing shanghai guangzhou
shenzhen tianjin chongqing chengdu wuhan nanjing hangzhou xian suzhou qingdao dalian shenyang haerbin changchun jinan
zhengzhou changsha kunming guiyang nanning fuzhou xiamen hefei nanchang taiyuan shijiazhuang lanzhou xining yinchuan
wulumuqi lasa haikou huhehaote taibei xinbei taizhong tainan gaoxiong xianggang aomen taiwan hebei shanxi liaoning jilin
heilongjiang jiangsu zhejiang anhui fujian jiangxi shandong henan hubei hunan guangdong hainan sichuan guizhou yunnan
shaanxi gansu qinghai neimenggu guangxi xizang ningxia xinjiang shequ shequfuwu fuwuzhan fuwu wangge wanggeyuan jiedao
juweihui jumin xiaoqu linli jinlin dangqun dangyuan gongan minzheng zhengfu bangong bangongshi guanli guanliyuan yonghu
denglu xitong ceshi xinxi zhongxin diannao shouji dianhua weixin zhifubao taobao baidu tengxun xuexi xuexiao laoshi
xuesheng gongsi jingli zhuren shuji
wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he gao lin luo zheng liang xie song tang deng han feng
cao peng zeng xiao tian dong pan yuan cai jiang yu du ye cheng wei su lu ding ren yao shen zhong cui tan
zhangwei wangwei wangfang liwei lina zhangmin lijing wangjing liuwei wangxiuying zhangli lixiuying wangli zhangjing
zhangxiuying liqiang wangmin limin wanglei liuyang wangyan wangyong lijun zhangyong lijie zhangjie zhanglei wangqiang
lijuan lili xiaoming xiaohong xiaofang xiaoli xiaowang xiaozhang xiaoliu liming wangming zhangming ming hong fang jie jun ting xin yan ying min
qiang jing lei chao tao hua ping gang bin bo kai hao mei lan xia juan
yi er san si wo ni ta shi de bu hao da ren zhe you lai dao guo
我爱你 密码 一二三四五六 你好 生日快乐 新年快乐 恭喜发财 中国 北京 上海 社区 服务站 网格员 管理员 近邻
`
  .split(/\s+/)
  .filter((word) => word !== '');
