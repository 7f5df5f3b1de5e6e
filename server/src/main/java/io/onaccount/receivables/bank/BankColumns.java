package io.onaccount.receivables.bank;

import io.onaccount.organization.Actor;
import io.onaccount.platform.Problem;
import io.onaccount.platform.db.Json;
import io.onaccount.platform.db.Tx;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Column maps: what a user says once of a bank's headings holds for every later file with the same ones. */
@Component
final class BankColumns {
    private final JsonMapper json;

    BankColumns(JsonMapper json) {
        this.json = json;
    }

    /** All that was said in the company, read at once. */
    SavedColumns of(Tx tx) {
        Map<String, Map<Column, String>> said = new LinkedHashMap<>();
        tx.list(
                "select c.signature, c.columns from receivables.bank_columns c where c.company_id = ?",
                row -> said.put(
                        row.text("signature"),
                        json.readValue(row.text("columns"), new TypeReference<EnumMap<Column, String>>() {})),
                tx.company());
        return headings -> said.getOrDefault(signature(headings), Map.of());
    }

    /**
     * Keeps what was said.
     *
     * @throws Problem 400 for a heading the file doesn't have, or when day and amount are not among them
     */
    void keep(Tx tx, Actor actor, List<String> headings, Map<Column, String> columns) {
        Problem.Collector problems = new Problem.Collector();
        columns.forEach((column, heading) ->
                problems.check(headings.contains(heading), "columns." + column, "bank-columns-heading"));
        problems.check(columns.containsKey(Column.DATE), "columns.DATE", "required");
        problems.check(
                columns.containsKey(Column.AMOUNT) || columns.containsKey(Column.IN) || columns.containsKey(Column.OUT),
                "columns.AMOUNT",
                "bank-columns-amount");
        problems.throwIfAny();
        tx.execute("""
                insert into receivables.bank_columns (company_id, signature, columns, said_by) values (?, ?, ?, ?)
                on conflict (company_id, signature) do update set columns = excluded.columns, said_by = excluded.said_by""", tx.company(), signature(headings), new Json(json.writeValueAsString(columns)), actor.user());
    }

    private static String signature(List<String> headings) {
        return sha256(String.join("\n", headings.stream().map(Column::normal).toList())
                .getBytes(StandardCharsets.UTF_8));
    }

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }
}
