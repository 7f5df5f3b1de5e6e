package io.onaccount.party;

import io.onaccount.organization.Actor;
import io.onaccount.platform.Pinyin;
import io.onaccount.platform.db.Tx;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The customers of the demo company: 150 invented companies with people, addresses, terms and well-formed credit codes, the same every time.
 * Any likeness to a real company is chance.
 */
@Component
public final class DemoCustomers {
    private static final long SEED = 35;
    private static final int COUNT = 150;
    private static final int PROSPECTS = 12;
    private static final int STOPPED = 4;

    /** The one that others belong to, and those. */
    public static final int PARENT = 30;

    private static final List<Integer> SUBSIDIARIES = List.of(33, 41, 46);
    private static final String ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static final int[] ORGANISATION_WEIGHTS = {3, 7, 9, 10, 5, 8, 4, 2};

    /** Province, city, district, code of the district, telephone code, street. */
    private static final List<List<String>> PLACES = places("""
            上海,上海,浦东新区,310115,021,张杨路
            上海,上海,闵行区,310112,021,沪闵路
            北京,北京,朝阳区,110105,010,建国路
            北京,北京,丰台区,110106,010,南三环西路
            广东,广州,天河区,440106,020,黄埔大道西
            广东,深圳,宝安区,440306,0755,新安四路
            广东,佛山,顺德区,440606,0757,大良街道新宁路
            江苏,苏州,工业园区,320571,0512,星湖街
            江苏,南京,江宁区,320115,025,双龙大道
            江苏,无锡,新吴区,320214,0510,长江路
            浙江,杭州,余杭区,330110,0571,文一西路
            浙江,宁波,鄞州区,330212,0574,鄞县大道
            浙江,温州,瓯海区,330304,0577,瓯海大道
            山东,青岛,城阳区,370214,0532,正阳路
            山东,济南,历城区,370112,0531,工业北路
            福建,厦门,集美区,350211,0592,杏林湾路
            福建,福州,仓山区,350104,0591,南二环路
            湖北,武汉,洪山区,420111,027,珞狮路
            湖南,长沙,雨花区,430111,0731,万家丽中路
            河南,郑州,金水区,410105,0371,花园路
            四川,成都,武侯区,510107,028,武侯大道
            重庆,重庆,渝北区,500112,023,金开大道
            陕西,西安,雁塔区,610113,029,科技路
            安徽,合肥,包河区,340111,0551,徽州大道
            江西,南昌,青山湖区,360111,0791,北京东路
            辽宁,沈阳,铁西区,210106,024,建设大路
            """);

    private static final List<String> BRANDS =
            words("恒岳 盛泽 嘉禾 瑞丰 宏远达 永顺昌 金谷源 德润 新宇航 天衡 汇川达 润泽 明锐 启航达 鼎信诚 远山 华茂源 海晏 安澜 百川汇"
                    + " 同心源 众诚达 信立 广源达 诚泰昌 丰禾 利民达 正阳春 东篱 南屿 北辰星 西岭 长乐居 万和昌 聚贤 立新达 卓越源 和顺达 富源春 兴隆达"
                    + " 锦程 凯旋达 祥云 佳信 亿诚 振华源 泰和春 宝利 顺达昌 荣盛源");
    private static final List<List<String>> TRADES = places("""
            建材贸易,建材批发
            建设工程,建筑施工
            装饰工程,装饰装修
            五金机电,五金批发
            机电设备,设备安装
            食品商贸,食品批发
            粮油贸易,粮油批发
            餐饮管理,餐饮连锁
            商业连锁,零售连锁
            酒店管理,酒店
            """);
    private static final List<String> SURNAMES =
            words("王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 胡 朱 高 林 何 郭 马 罗 梁 宋 郑 谢 韩 唐 冯 于 董 萧 程 曹 袁 邓 许 傅 沈 曾 彭 吕");
    private static final List<String> GIVEN =
            words("伟 芳 娜 敏 静 丽 强 磊 军 洋 勇 艳 杰 娟 涛 明 超 秀兰 霞 平 刚 桂英 建华 文静 志强 晓燕 海涛 雪梅 国庆 丽娟 建军 婷婷 子轩 雨桐 浩然 思远");
    private static final List<String> SOURCES = words("老客户介绍 展会 电话营销 网站询价 上门拜访");
    private static final List<String> BANKS = words("中国工商银行 中国建设银行 中国农业银行 中国银行 招商银行 交通银行");
    private static final List<String> TERMS =
            words("EOM+30 EOM+30 EOM+30 EOM1 EOM1 NET30 NET30 NET60 25TH EOM+60 NET15 COD MONTH1");

    private final Customers customers;
    private final PaymentTerms terms;

    DemoCustomers(Customers customers, PaymentTerms terms) {
        this.customers = customers;
        this.terms = terms;
    }

    /**
     * Enters them; answers their ids in the order of their codes. The last ones are prospects, and before them a few stopped ones and one on
     * the blacklist, so that the first {@value #COUNT} − 17 buy.
     *
     * @param actor who may enter customers for others
     * @param owners the salespeople among whom they are shared out in turn
     */
    public List<UUID> enter(Tx tx, Actor actor, List<UUID> owners) {
        Map<String, PaymentTerm> byCode = terms.byCode(tx, TERMS);
        Random random = new Random(SEED);
        Set<String> names = new HashSet<>();
        List<CustomerEntry> entries = new ArrayList<>();
        while (entries.size() < COUNT) {
            int number = entries.size();
            List<String> place = PLACES.get(random.nextInt(PLACES.size()));
            List<String> trade = TRADES.get(random.nextInt(TRADES.size()));
            String brand = BRANDS.get(random.nextInt(BRANDS.size()));
            if (names.add(brand + trade.getFirst())) {
                PaymentTerm term = byCode.get(TERMS.get(random.nextInt(TERMS.size())));
                entries.add(entry(
                        random,
                        number,
                        place,
                        trade,
                        brand,
                        term == null ? null : term.id(),
                        owners.isEmpty() ? null : owners.get(number % owners.size())));
            }
        }
        List<UUID> ids = new ArrayList<>(entered(tx, actor, entries.subList(0, PARENT + 1)));
        tx.flush();
        SUBSIDIARIES.forEach(number -> entries.set(number, entries.get(number).under(ids.get(PARENT))));
        ids.addAll(entered(tx, actor, entries.subList(PARENT + 1, COUNT)));
        tx.flush();
        int first = COUNT - PROSPECTS - STOPPED - 1;
        for (int i = 0; i < STOPPED; i++) {
            customers.move(tx, actor, ids.get(first + i), null, "stop", CustomerState.STOPPED, "长期无往来");
        }
        customers.move(tx, actor, ids.get(first + STOPPED), null, "blacklist", CustomerState.BLACKLISTED, "多次拖欠，已起诉");
        tx.flush();
        return ids;
    }

    private List<UUID> entered(Tx tx, Actor actor, List<CustomerEntry> entries) {
        return customers.create(tx, actor, entries).stream()
                .map(outcome -> switch (outcome) {
                    case EntryOutcome.Accepted accepted -> accepted.id();
                    case EntryOutcome.Invalid invalid ->
                        throw new IllegalStateException("demo customer: " + invalid.errors());
                    case EntryOutcome.Known known ->
                        throw new IllegalStateException("demo customer twice: " + known.name());
                })
                .toList();
    }

    /** Each has a head of its own, but for two pairs that belong to one person. */
    private static String legalPerson(int number) {
        int head = number == 21 || number == 58 ? number - 1 : number;
        return SURNAMES.get(head % SURNAMES.size()) + GIVEN.get(head * 7 % GIVEN.size());
    }

    private static CustomerEntry entry(
            Random random,
            int number,
            List<String> place,
            List<String> trade,
            String brand,
            @Nullable UUID term,
            @Nullable UUID owner) {
        String name = place.get(1) + brand + trade.getFirst() + (number % 9 == 4 ? "股份有限公司" : "有限公司");
        String code = creditCode(random, place.get(3));
        String phone = place.get(4) + "-8%07d".formatted(1000 + number * 37);
        String address = "%s%d号".formatted(place.get(5), 1 + random.nextInt(900));
        String domain = Pinyin.of(brand).full() + number + ".example";
        List<Contact> contacts = new ArrayList<>();
        int people = 1 + random.nextInt(3);
        for (int i = 0; i < people; i++) {
            contacts.add(contact(random, number * 3 + i, i, domain));
        }
        List<Address> addresses = new ArrayList<>();
        addresses.add(address(Address.Purpose.BILLING, place, contacts.getFirst(), address));
        addresses.add(address(
                Address.Purpose.SHIPPING, place, contacts.getLast(), address + " " + (1 + random.nextInt(6)) + "号库"));
        return new CustomerEntry(
                null,
                name,
                brand + trade.getFirst().substring(0, 2),
                null,
                code,
                legalPerson(number),
                number >= COUNT - PROSPECTS ? CustomerState.PROSPECT : CustomerState.ACTIVE,
                owner,
                term,
                trade.get(1),
                place.get(0),
                place.get(1),
                place.get(2),
                SOURCES.get(random.nextInt(SOURCES.size())),
                phone,
                "https://www." + domain,
                null,
                null,
                null,
                new TaxTitle(
                        name,
                        code,
                        BANKS.get(random.nextInt(BANKS.size())) + place.get(1) + "分行",
                        "6222%012d".formatted(100_000L + number * 7919L),
                        place.get(1) + "市" + place.get(2) + address,
                        phone),
                addresses,
                contacts,
                null);
    }

    private static Contact contact(Random random, int sequence, int place, String domain) {
        String person = SURNAMES.get(random.nextInt(SURNAMES.size())) + GIVEN.get(random.nextInt(GIVEN.size()));
        String mailbox = Pinyin.of(person).full() + (place == 0 ? "" : place);
        Contact.Role role = switch (place) {
            case 0 -> Contact.Role.DECISION;
            case 1 -> Contact.Role.FINANCE;
            default -> Contact.Role.RECEIVING;
        };
        String position = switch (place) {
            case 0 -> "采购经理";
            case 1 -> "财务主管";
            default -> "仓库主管";
        };
        return new Contact(
                null,
                person,
                position,
                role,
                null,
                "1380000%04d".formatted(sequence),
                mailbox + "@" + domain,
                null,
                place == 0,
                role == Contact.Role.FINANCE);
    }

    private static Address address(Address.Purpose purpose, List<String> place, Contact receiver, String street) {
        return new Address(
                null, purpose, receiver.name(), receiver.mobile(), place.get(0), place.get(1), place.get(2), street);
    }

    /** An enterprise (91) of a district with an organisation code (GB 11714) whose own check digit fits. */
    private static String creditCode(Random random, String district) {
        StringBuilder organisation = new StringBuilder("MA");
        while (organisation.length() < 8) {
            organisation.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        int sum = 0;
        for (int i = 0; i < 8; i++) {
            sum += Character.digit(organisation.charAt(i), 36) * ORGANISATION_WEIGHTS[i];
        }
        int check = 11 - sum % 11;
        organisation.append(check == 10 ? "X" : check == 11 ? "0" : Integer.toString(check));
        String first17 = "91" + district + organisation;
        return first17 + CreditCode.checkDigit(first17);
    }

    private static List<String> words(String text) {
        return List.of(text.split(" "));
    }

    private static List<List<String>> places(String lines) {
        return lines.lines().map(line -> List.of(line.split(","))).toList();
    }
}
