"""Suggestions of the demonstration: what residents, deputies and units wrote, with natural duplicates.

`leads_to` names the city project (by title) that the merge desk makes of it; "" leaves it waiting, and
`answered` is what its proposer was answered.
"""

from __future__ import annotations

from dataclasses import dataclass

from voting.screening.words import Channel, Source


@dataclass(frozen=True, kw_only=True)
class SuggestionText:
    """A suggestion as written for the demonstration. wan: the cost its author guesses, 0 for none."""

    title: str
    content: str
    place: str
    leads_to: str = ""
    answered: str = ""
    wan: int = 0
    source: Source = Source.RESIDENT
    channel: Channel = Channel.ONLINE
    origin_name: str = ""


HOUSING = "城镇老旧小区改造"
WATER = "农村饮水安全巩固提升"
CHILDREN = "新增普惠托育和公办幼儿园学位"
MEALS = "社区老年助餐和日间照料"
HEALTH = "县乡医疗卫生设备更新"
BRIDGES = "农村公路危桥和安防改造"
CANTEENS = "中小学校食堂和午休条件改善"
PARKING = "城区公共停车位和充电桩建设"
SKILLS = "职业技能培训和高校毕业生就业见习"
BARRIERS = "困难残疾人家庭无障碍改造"
PATHS = "云中河沿线健身步道和口袋公园"
HEATING = "城区集中供热管网延伸改造"
BUSES = "农村客运班车和快递进村"


SUGGESTIONS: tuple[SuggestionText, ...] = (
    SuggestionText(
        title="老旧小区楼道灯不亮、下水道老堵",
        content="我们小区是 1996 年建的，楼道灯坏了没人修，一楼下水道一个月堵两次，希望纳入老旧小区改造。",
        place="忻府区七一北路",
        leads_to=HOUSING,
    ),
    SuggestionText(
        title="请给老小区加装电梯",
        content="六层楼没有电梯，七八十岁的老人下不来楼，看病要人背。希望老旧小区改造时一起加装电梯，住户愿意出一部分钱。",
        place="忻府区和平东街",
        leads_to=HOUSING,
        wan=40,
    ),
    SuggestionText(
        title="老旧小区改造要连外墙保温一起做",
        content="冬天屋里冷，外墙没有保温，顶层漏雨。建议老旧小区改造把屋面防水和外墙保温一起做，不要年年挖路。",
        place="原平市前进西街",
        leads_to=HOUSING,
        source=Source.DEPUTY,
        origin_name="代表018",
    ),
    SuggestionText(
        title="暖气不热，二级管网该换了",
        content="供暖以后家里只有 15 度，换热站说是二级管网老化，打 12345 反映过三次。希望停暖以后把供热管网换掉。",
        place="忻府区光明西街",
        leads_to=HEATING,
        channel=Channel.HOTLINE,
    ),
    SuggestionText(
        title="供热管网老化，冬天家里冷",
        content="我们楼供热管网用了二十多年，去年冬天爆管两次，室温不到 16 度，老人孩子都感冒，请改造供热管网。",
        place="忻府区东大街",
        leads_to=HEATING,
    ),
    SuggestionText(
        title="把播明片区并入集中供热",
        content="播明一带还是各家烧煤取暖，又脏又不安全，管网离我们只有两公里，希望延伸过来。",
        place="忻府区播明",
        leads_to=HEATING,
        source=Source.STATION,
        channel=Channel.STATION,
        origin_name="播明代表联络站",
    ),
    SuggestionText(
        title="村里自来水隔一天停一天",
        content="全村 260 多户，自来水隔一天才来两小时，水管漏得厉害，夏天还有铁锈味，盼着换管子。",
        place="静乐县娘子神乡",
        leads_to=WATER,
    ),
    SuggestionText(
        title="山区村冬天水管冻裂没水吃",
        content="水管埋得浅，一到腊月就冻裂，要到三里外拉水。希望把供水管网重新埋深，装上防冻设备。",
        place="岢岚县",
        leads_to=WATER,
        channel=Channel.LETTER,
    ),
    SuggestionText(
        title="部分村饮用水氟超标需换水源",
        content="水质检测显示部分村水氟偏高，建议实施水源替代并装净化设备，群众吃上放心水。",
        place="神池县",
        leads_to=WATER,
        source=Source.UNIT,
        origin_name="市水利局",
        wan=1800,
    ),
    SuggestionText(
        title="公办幼儿园太少，抢不上名额",
        content="今年报名摇号没有摇上，民办园一个月一千多。建议城区多建几所公办幼儿园。",
        place="忻府区云中路",
        leads_to=CHILDREN,
    ),
    SuggestionText(
        title="希望有放心的托育园，一岁半能送",
        content="我和爱人都上班，孩子一岁半没人带，希望社区办收费不高的托育点。",
        place="忻府区开发区",
        leads_to=CHILDREN,
    ),
    SuggestionText(
        title="幼儿园学位不够，孩子要送到十里外",
        content="城西片区新增三个小区，没有一所公办幼儿园，家长每天接送一个多小时，请新增学位。",
        place="定襄县城西",
        leads_to=CHILDREN,
        source=Source.DEPUTY,
        origin_name="代表104",
    ),
    SuggestionText(
        title="社区办个老年食堂吧",
        content="我 78 岁一个人住，做一顿吃三天。盼着社区办个老年食堂，花几块钱吃口热饭。",
        place="忻府区旭来街",
        leads_to=MEALS,
        channel=Channel.TELEPHONE,
    ),
    SuggestionText(
        title="留守老人吃饭难，建议开老年食堂",
        content="村里青壮年都在外面打工，留守老人吃饭凑合。建议用闲置校舍办老年食堂，再设日间照料床位。",
        place="代县枣林镇",
        leads_to=MEALS,
        source=Source.STATION,
        channel=Channel.STATION,
        origin_name="枣林镇代表联络站",
    ),
    SuggestionText(
        title="乡卫生院拍个片子要跑县城",
        content="摔了腿到乡卫生院拍不了片子，机器坏了两年。建议给乡镇卫生院更新设备。",
        place="河曲县",
        leads_to=HEALTH,
    ),
    SuggestionText(
        title="乡镇卫生院设备更新和远程诊断",
        content="卫生院设备老旧，建议统一更新彩超、DR，并与县医院联网远程诊断。",
        place="全市",
        leads_to=HEALTH,
        source=Source.UNIT,
        origin_name="市卫生健康委",
        wan=9200,
    ),
    SuggestionText(
        title="村口漫水桥是危桥，校车天天过",
        content="桥面裂了缝，护栏掉了一半，校车每天都要从上面过，下大雨就断路。请把危桥改造了。",
        place="繁峙县",
        leads_to=BRIDGES,
    ),
    SuggestionText(
        title="滹沱河上的老桥该修了",
        content="老桥限重五吨，秋收拉玉米的车要绕二十里。建议列入危桥改造。",
        place="代县阳明堡镇",
        leads_to=BRIDGES,
        source=Source.DEPUTY,
        origin_name="代表231",
    ),
    SuggestionText(
        title="小学生中午趴着睡觉",
        content="孩子在校午休趴在课桌上，脖子疼。别的地方有能躺平的桌椅，希望我们也有，食堂也改善一下。",
        place="忻府区长征小学",
        leads_to=CANTEENS,
    ),
    SuggestionText(
        title="医院门口没地方停车",
        content="到医院看病转四十分钟找不到停车位，建议建立体停车楼，机关院子晚上也开放。",
        place="忻府区建设北路",
        leads_to=PARKING,
    ),
    SuggestionText(
        title="小区没有充电桩，飞线充电危险",
        content="小区电动车从楼上拉线充电，去年着过一次火。希望装充电桩和车棚。",
        place="原平市新原片区",
        leads_to=PARKING,
    ),
    SuggestionText(
        title="停车位太少，学校门口双排停车",
        content="放学时学校门口双排停车，消防车都进不去。建议利用边角地多建公共停车位。",
        place="忻府区",
        leads_to=PARKING,
        channel=Channel.HOTLINE,
    ),
    SuggestionText(
        title="多办护理、家政的免费培训",
        content="农闲时想学一门手艺，希望多办护工、月嫂的培训班，学完推荐工作。",
        place="五寨县",
        leads_to=SKILLS,
    ),
    SuggestionText(
        title="轮椅出不了单元门",
        content="爱人坐轮椅，单元门口三级台阶，出门要两个人抬。希望给残疾人家庭做坡道和卫生间改造。",
        place="忻府区九原街",
        leads_to=BARRIERS,
    ),
    SuggestionText(
        title="云中河边修一条能走的步道",
        content="晚饭后沿云中河散步的人很多，人车混行又没有路灯，建议修健身步道，建几个小公园。",
        place="忻府区云中河",
        leads_to=PATHS,
    ),
    SuggestionText(
        title="班车停了两年，去县城要包车",
        content="村里到县城的班车停了，老人看病要花八十块包车。希望恢复班线，快递也能送到村。",
        place="偏关县",
        leads_to=BUSES,
    ),
    SuggestionText(
        title="恢复农村班线，快递送到村里",
        content="取一个快递要跑十五里到镇上，建议恢复农村客运班车，顺带把快递捎到村。",
        place="保德县",
        leads_to=BUSES,
        source=Source.DEPUTY,
        origin_name="代表287",
    ),
    SuggestionText(
        title="给东关小学门口装红绿灯",
        content="放学时车多人多，孩子过马路很危险，希望装红绿灯和斑马线。",
        place="忻府区东关街",
    ),
    SuggestionText(
        title="学校门口过街不安全",
        content="东关小学门口没有红绿灯，家长只好自己拦车。请装红绿灯、画斑马线。",
        place="忻府区东关",
    ),
    SuggestionText(
        title="希望给我家分一套廉租房",
        content="我家五口人住四十平方米，申请廉租房还没有批下来，希望人大帮助解决。",
        place="忻府区",
        answered="这是个人事项，不属于公共项目。已请住房保障部门与您联系，可拨打 12345 查询申请进度。",
    ),
    SuggestionText(
        title="与开发商的房屋质量官司请尽快判",
        content="我们业主起诉开发商已经一年，法院还没有判，希望列为民生实事督办。",
        place="原平市",
        answered="正在诉讼的事项按规定不列入民生实事项目，请通过司法程序解决。",
        channel=Channel.VISIT,
    ),
    SuggestionText(
        title="修一座城市观光塔",
        content="建议在河边修一座一百米高的观光塔，成为城市地标，带动旅游。",
        place="忻府区云中河",
        answered="受益面不普遍、投资大，不符合民生实事项目普惠、公益的要求。",
        wan=20000,
    ),
)
