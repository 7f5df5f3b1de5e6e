package io.onaccount.receivables.bank;

import io.onaccount.platform.Problem;
import io.onaccount.receivables.bank.Draft.Line;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * ISO 20022 camt.052, camt.053 and camt.054. The versions differ in where a few things stand, so each is looked for in all its places; a version
 * yet to come is read too as long as it keeps to them.
 */
final class Camt {
    private static final Map<String, BankFormat> MESSAGES =
            Map.of("Rpt", BankFormat.CAMT052, "Stmt", BankFormat.CAMT053, "Ntfctn", BankFormat.CAMT054);

    private Camt() {}

    static List<BankStatement> read(byte[] content) {
        XMLStreamReader reader = Xml.open(content);
        List<BankStatement> statements = new ArrayList<>();
        try {
            while (reader.hasNext()) {
                if (Xml.next(reader) == XMLStreamConstants.START_ELEMENT) {
                    BankFormat format = MESSAGES.get(reader.getLocalName());
                    if (format != null) {
                        statements.add(statement(reader, format));
                    }
                }
            }
        } catch (XMLStreamException e) {
            throw Xml.unreadable(e);
        }
        return statements;
    }

    private static BankStatement statement(XMLStreamReader reader, BankFormat format) throws XMLStreamException {
        Draft draft = new Draft(format);
        Map<String, BigDecimal> balances = new LinkedHashMap<>();
        String created = "";
        while (Xml.next(reader) != XMLStreamConstants.END_ELEMENT) {
            if (!reader.isStartElement()) {
                continue;
            }
            Xml xml = Xml.read(reader);
            switch (xml.name()) {
                case "Id" -> draft.reference = xml.text();
                case "CreDtTm" -> created = xml.text();
                case "Acct" -> account(draft, xml);
                case "FrToDt" -> {
                    draft.from = date(xml.text("FrDtTm", "FrDt"), xml.place());
                    draft.to = date(xml.text("ToDtTm", "ToDt"), xml.place());
                }
                case "Bal" -> balance(draft, balances, xml);
                case "Ntry" -> entry(draft, xml);
                default -> {}
            }
        }
        draft.opening = first(balances, "OPBD", "PRCD");
        draft.closing = first(balances, "CLBD");
        if (draft.opening == null && balances.containsKey("ITBD") && balances.containsKey("ITBD.last")) {
            draft.opening = balances.get("ITBD");
        }
        if (draft.closing == null) {
            draft.closing = first(balances, "ITBD.last", "ITBD");
        }
        LocalDate day = draft.to == null ? date(created, 1) : draft.to;
        for (List<Line> lines : List.of(draft.lines, draft.pending)) {
            lines.forEach(line -> line.booked = line.booked == null && line.valued == null ? day : line.booked);
        }
        if (draft.currency.isEmpty() && !draft.lines.isEmpty()) {
            draft.currency = draft.lines.getFirst().currency;
        }
        return draft.finished();
    }

    private static @Nullable BigDecimal first(Map<String, BigDecimal> balances, String... codes) {
        for (String code : codes) {
            if (balances.containsKey(code)) {
                return balances.get(code);
            }
        }
        return null;
    }

    private static void account(Draft draft, Xml account) {
        draft.account = accountNumber(account);
        draft.currency = account.text("Ccy");
        draft.bank = bank(account, "Svcr");
    }

    private static String accountNumber(Xml account) {
        return account.text("Id/IBAN", "Id/Othr/Id", "Id/BBAN", "Id/PrtryAcct/Id", "Id/UPIC");
    }

    private static String bank(Xml xml, String agent) {
        String at = agent + "/FinInstnId/";
        return xml.text(
                at + "Nm",
                at + "NmAndAdr/Nm",
                at + "CmbndId/Nm",
                at + "BICFI",
                at + "BIC",
                at + "ClrSysMmbId/MmbId",
                at + "Othr/Id");
    }

    private static void balance(Draft draft, Map<String, BigDecimal> balances, Xml balance) {
        String code = balance.text("Tp/CdOrPrtry/Cd", "Tp/CdOrPrtry/Prtry", "Tp/Cd", "Tp/Prtry");
        if (Amounts.plain(balance.text("Amt")).isEmpty()) {
            draft.remark("balance-unreadable", balance.text("Amt"));
            return;
        }
        BigDecimal amount = signed(balance, amount(balance, "Amt"));
        String currency = currency(balance, "Amt");
        if (draft.currency.isEmpty()) {
            draft.currency = currency;
        } else if (!currency.equals(draft.currency)) {
            draft.remark("balance-currency", code, currency, draft.currency);
        }
        if (balances.putIfAbsent(code, amount) != null) {
            balances.put(code + ".last", amount);
        }
    }

    private static void entry(Draft draft, Xml entry) {
        String status = entry.text("Sts/Cd", "Sts/Prtry", "Sts");
        boolean waits = status.equals("PDNG") || status.equals("INFO") || status.equals("FUTR");
        Line line = draft.line(entry.place());
        if (waits) {
            draft.lines.removeLast();
            draft.pending.add(line);
        }
        line.amount = signed(entry, amount(entry, "Amt"));
        line.currency = currency(entry, "Amt");
        line.booked = date(entry.text("BookgDt/Dt", "BookgDt/DtTm"), entry.place());
        line.valued = date(entry.text("ValDt/Dt", "ValDt/DtTm"), entry.place());
        line.reference = entry.text("AcctSvcrRef", "NtryDtls/TxDtls/Refs/AcctSvcrRef", "TxDtls/Refs/AcctSvcrRef");
        line.code = code(entry);
        line.fee = fee(entry);
        line.raw = entry.source();
        List<Xml> details = new ArrayList<>(entry.all("NtryDtls/TxDtls"));
        details.addAll(entry.all("TxDtls"));
        List<BigDecimal> parts = parts(entry, line, details);
        String more = entry.text("AddtlNtryInf");
        if (parts.isEmpty() || waits) {
            details(line, details, more);
            return;
        }
        // A collective entry whose payments are all told is as many lines: each payer is matched by itself.
        draft.lines.removeLast();
        for (int i = 0; i < details.size(); i++) {
            Line part = line.copy();
            Xml detail = details.get(i);
            part.amount = parts.get(i);
            part.reference = detail.text("Refs/AcctSvcrRef");
            if (part.reference.isEmpty() && !line.reference.isEmpty()) {
                part.reference = line.reference + "/" + (i + 1);
            }
            String own = code(detail);
            part.code = own.isEmpty() ? line.code : own;
            part.fee = fee(detail);
            part.raw = detail.source();
            details(part, List.of(detail), more);
            draft.lines.add(part);
        }
    }

    /** The signed amounts of an entry's payments when there are several and they are the entry; else none. */
    private static List<BigDecimal> parts(Xml entry, Line line, List<Xml> details) {
        List<BigDecimal> parts = new ArrayList<>();
        BigDecimal sum = BigDecimal.ZERO;
        for (Xml detail : details) {
            String path = detail.text("Amt").isEmpty()
                    ? detail.text("AmtDtls/TxAmt/Amt").isEmpty() ? "AmtDtls/InstdAmt/Amt" : "AmtDtls/TxAmt/Amt"
                    : "Amt";
            if (details.size() < 2
                    || detail.text(path).isEmpty()
                    || !currency(detail, path).equals(line.currency)) {
                return List.of();
            }
            BigDecimal part = signed(detail.text("CdtDbtInd").isEmpty() ? entry : detail, amount(detail, path));
            parts.add(part);
            sum = sum.add(part);
        }
        return sum.compareTo(line.amount) == 0 ? parts : List.of();
    }

    private static void details(Line line, List<Xml> details, String more) {
        Set<String> words = new LinkedHashSet<>();
        boolean in = line.amount.signum() >= 0;
        for (Xml detail : details) {
            String[] sides = in ? new String[] {"Dbtr", "Cdtr"} : new String[] {"Cdtr", "Dbtr"};
            String side = known(detail, sides[0]) || !known(detail, sides[1]) ? sides[0] : sides[1];
            String at = "RltdPties/" + side;
            if (line.name.isEmpty()) {
                line.name = detail.text(at + "/Nm", at + "/Pty/Nm", at + "/Agt/FinInstnId/Nm");
            }
            if (line.account.isEmpty()) {
                line.account = detail.all(at + "Acct").stream()
                        .map(Camt::accountNumber)
                        .findFirst()
                        .orElse("");
            }
            if (line.bank.isEmpty()) {
                line.bank = detail.all("RltdAgts").stream()
                        .map(agents -> bank(agents, side + "Agt"))
                        .findFirst()
                        .orElse("");
            }
            String endToEnd = detail.text("Refs/EndToEndId");
            if (line.endToEnd.isEmpty() && !endToEnd.equals("NOTPROVIDED")) {
                line.endToEnd = endToEnd;
            }
            for (String path : List.of(
                    "RmtInf/Ustrd",
                    "RmtInf/Strd/CdtrRefInf/Ref",
                    "RmtInf/Strd/CdtrRefInf/CdtrRef",
                    "RmtInf/Strd/RfrdDocInf/Nb",
                    "RmtInf/Strd/RfrdDocInf/RfrdDocNb",
                    "RmtInf/Strd/AddtlRmtInf",
                    "AddtlTxInf",
                    "RltdPties/Ultmt" + side + "/Nm",
                    "RltdPties/Ultmt" + side + "/Pty/Nm",
                    "RtrInf/AddtlInf")) {
                detail.all(path).stream()
                        .map(Xml::text)
                        .filter(word -> !word.isEmpty())
                        .forEach(words::add);
            }
        }
        if (!more.isEmpty()) {
            words.add(more);
        }
        line.text = String.join(" / ", words);
    }

    private static boolean known(Xml detail, String side) {
        return !detail.all("RltdPties/" + side).isEmpty()
                || !detail.all("RltdPties/" + side + "Acct").isEmpty();
    }

    private static String code(Xml xml) {
        String domain = xml.text("BkTxCd/Domn/Cd");
        return domain.isEmpty()
                ? xml.text("BkTxCd/Prtry/Cd")
                : domain + "-" + xml.text("BkTxCd/Domn/Fmly/Cd") + "-" + xml.text("BkTxCd/Domn/Fmly/SubFmlyCd");
    }

    private static @Nullable BigDecimal fee(Xml xml) {
        if (!xml.text("Chrgs/TtlChrgsAndTaxAmt").isEmpty()) {
            return amount(xml, "Chrgs/TtlChrgsAndTaxAmt");
        }
        List<Xml> charges = new ArrayList<>(xml.all("Chrgs/Rcrd/Amt"));
        charges.addAll(xml.all("Chrgs/Amt"));
        return charges.isEmpty()
                ? null
                : charges.stream()
                        .map(charge -> number(charge.text(), charge.place()))
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal signed(Xml xml, BigDecimal amount) {
        return xml.text("CdtDbtInd").equals("DBIT") ? amount.negate() : amount;
    }

    private static BigDecimal amount(Xml xml, String path) {
        return number(xml.text(path), xml.place());
    }

    private static String currency(Xml xml, String path) {
        return xml.all(path).stream()
                .map(amount -> amount.attributes().getOrDefault("Ccy", ""))
                .findFirst()
                .orElse("");
    }

    private static BigDecimal number(String text, int place) {
        return Amounts.plain(text).orElseThrow(() -> Problem.invalid("file", "bank-line-amount", place, text));
    }

    private static @Nullable LocalDate date(String text, int place) {
        if (text.isEmpty()) {
            return null;
        }
        try {
            return LocalDate.parse(text.substring(0, Math.min(10, text.length())));
        } catch (DateTimeException e) {
            throw Problem.invalid("file", "bank-line-date", place, text);
        }
    }
}
