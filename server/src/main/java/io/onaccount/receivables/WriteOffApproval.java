package io.onaccount.receivables;

import static io.onaccount.document.Field.Type.DEPARTMENT;
import static io.onaccount.document.Field.Type.MONEY;
import static io.onaccount.document.Field.Type.NUMBER;
import static io.onaccount.document.Field.Type.PARTY;
import static io.onaccount.document.Field.Type.TEXT;
import static io.onaccount.document.Field.Type.USER;

import io.onaccount.approval.spi.Snapshot;
import io.onaccount.document.Field;
import io.onaccount.document.Header;
import io.onaccount.document.Headers;
import io.onaccount.organization.Actor;
import io.onaccount.platform.db.Tx;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Write-offs as what can need approval: how much is lost and why; an approval is for these items and these amounts. */
@Component
final class WriteOffApproval extends DocumentSubject {
    private static final List<Field> FACTS = List.of(
            Field.of("total", MONEY, ""),
            Field.of("items", NUMBER, ""),
            Field.of("reason", TEXT, ""),
            Field.of("party", PARTY, ""),
            Field.of("owner", USER, ""),
            Field.of("department", DEPARTMENT, ""));

    private static final List<Field> COLUMNS = List.of(Field.of("number", TEXT, ""), Field.of("amount", MONEY, ""));

    private final ObjectProvider<WriteOffs> writeOffs; // which asks approval, which asks here

    WriteOffApproval(Headers headers, ObjectProvider<WriteOffs> writeOffs) {
        super(WriteOffs.KIND, headers);
        this.writeOffs = writeOffs;
    }

    @Override
    public List<Field> facts() {
        return FACTS;
    }

    @Override
    Said said(Tx tx, Actor actor, Header header) {
        WriteOffs.WriteOff writeOff = writeOffs.getObject().read(tx, header);
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("items", BigDecimal.valueOf(writeOff.items().size()));
        facts.put("reason", writeOff.reason());
        Map<String, String> bound = new TreeMap<>();
        writeOff.items()
                .forEach(item -> bound.put("item " + item.item(), item.amount().toPlainString()));
        return new Said(
                writeOff.amount(),
                facts,
                bound,
                new Snapshot.Sheet(
                        COLUMNS,
                        writeOff.items().stream()
                                .map(item -> Arrays.<@Nullable Object>asList(item.number(), item.amount()))
                                .toList()));
    }

    @Override
    public String approved(Tx tx, Actor asker, Actor approver, UUID id) {
        writeOffs.getObject().approved(tx, approver, id);
        return "applied";
    }

    @Override
    public void sentBack(Tx tx, Actor by, UUID id, String reason) {
        writeOffs.getObject().sentBack(tx, by, id, reason);
    }
}
