package io.onaccount.testing;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/**
 * Fails a statement that names a table of a company without saying which company. Row level security would give the right rows all the same;
 * but a distributed database would ask all its nodes, and an index that begins with company_id would not be used.
 *
 * <p>How it looks: a statement is cut into its query blocks (what stands between a pair of parentheses, without what stands in inner ones).
 * Each block must have a condition on company_id for every table it takes from {@code from}, {@code join}, {@code using}, {@code update} or
 * {@code delete from}: {@code alias.company_id} where the block has several, a plain company_id where it has one; and {@code insert into}
 * must list the column.
 */
public final class StatementGuard {

    private static final Pattern COMMENT = Pattern.compile("--[^\n]*|/\\*.*?\\*/", Pattern.DOTALL);
    private static final Pattern TEXT = Pattern.compile("'(?:[^']|'')*'");
    private static final Pattern REFERENCE = Pattern.compile(
            "\\b(from|join|using|update|into)\\s+(?:only\\s+)?(?:lateral\\s+)?([a-z_][a-z0-9_]*(?:\\.[a-z_][a-z0-9_]*)?)(?:\\s+(?:as\\s+)?([a-z_][a-z0-9_]*))?",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern COMMA_REFERENCE = Pattern.compile(
            "\\G\\s*,\\s*(?:lateral\\s+)?([a-z_][a-z0-9_]*\\.[a-z_][a-z0-9_]*)(?:\\s+(?:as\\s+)?([a-z_][a-z0-9_]*))?",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern INSERT = Pattern.compile(
            "\\binsert\\s+into\\s+([a-z_][a-z0-9_.]*)(?:\\s+as\\s+[a-z0-9_]+)?\\s*\\(([^)]*)\\)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern ON_CONFLICT =
            Pattern.compile("\\bon\\s+conflict\\s*\\([^)]*\\)", Pattern.CASE_INSENSITIVE);
    private static final Pattern COMPANY =
            Pattern.compile("(?:([a-z_][a-z0-9_]*)\\s*\\.\\s*)?\\bcompany_id\\b", Pattern.CASE_INSENSITIVE);
    private static final Set<String> NOT_AN_ALIAS = Set.of(
            "where",
            "join",
            "left",
            "right",
            "inner",
            "outer",
            "full",
            "cross",
            "natural",
            "on",
            "using",
            "set",
            "group",
            "order",
            "having",
            "limit",
            "offset",
            "for",
            "union",
            "except",
            "intersect",
            "returning",
            "values",
            "select",
            "default",
            "window",
            "tablesample",
            "fetch",
            "with",
            "do",
            "overriding",
            "conflict");

    private final Set<String> tables;
    private final Map<String, List<String>> seen = new ConcurrentHashMap<>();

    StatementGuard(Collection<String> tables) {
        this.tables = Set.copyOf(tables);
    }

    /** @param distributed {@code schema.table} of the tables that have company_id */
    public static DataSource around(DataSource source, Collection<String> distributed) {
        StatementGuard guard = new StatementGuard(distributed);
        return (DataSource) Proxy.newProxyInstance(
                StatementGuard.class.getClassLoader(),
                new Class<?>[] {DataSource.class, AutoCloseable.class},
                delegate(
                        source,
                        (method, arguments, result) ->
                                result instanceof Connection connection ? guard.guarded(connection) : result));
    }

    private Connection guarded(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                StatementGuard.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                delegate(connection, (method, arguments, result) -> {
                    if (method.getName().startsWith("prepare")
                            && arguments != null
                            && arguments[0] instanceof String sql) {
                        check(sql);
                    }
                    return result instanceof Statement statement
                                    && method.getName().equals("createStatement")
                            ? guarded(statement)
                            : result;
                }));
    }

    private Statement guarded(Statement statement) {
        return (Statement) Proxy.newProxyInstance(
                StatementGuard.class.getClassLoader(), new Class<?>[] {Statement.class}, (proxy, method, arguments) -> {
                    if (arguments != null && arguments.length > 0 && arguments[0] instanceof String sql) {
                        check(sql);
                    }
                    return call(statement, method, arguments);
                });
    }

    private interface After {
        Object apply(Method method, Object[] arguments, Object result);
    }

    private static InvocationHandler delegate(Object target, After after) {
        return (proxy, method, arguments) -> after.apply(method, arguments, call(target, method, arguments));
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        if (method.getName().equals("close")
                && method.getParameterCount() == 0
                && target instanceof AutoCloseable closeable) {
            closeable.close();
            return null;
        }
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** What one thread is heard to say, while somebody listens. */
    private static final ThreadLocal<List<String>> HEARD = new ThreadLocal<>();

    /** The statements that are prepared on this thread while the work is done, in their order. */
    public static List<String> heard(Runnable work) {
        List<String> heard = new ArrayList<>();
        HEARD.set(heard);
        try {
            work.run();
        } finally {
            HEARD.remove();
        }
        return heard;
    }

    private void check(String sql) {
        List<String> heard = HEARD.get();
        if (heard != null) {
            heard.add(sql);
        }
        List<String> found = seen.computeIfAbsent(sql, this::violations);
        if (!found.isEmpty()) {
            throw new AssertionError("no company_id for " + String.join(", ", found) + " in: " + sql);
        }
    }

    /** The tables that a string of statements names without their company. */
    List<String> violations(String sql) {
        String plain = TEXT.matcher(COMMENT.matcher(sql).replaceAll(" ")).replaceAll("''");
        List<String> violations = new ArrayList<>();
        for (String statement : plain.split(";")) {
            for (String block : blocks(statement)) {
                violations.addAll(missing(block));
            }
        }
        return violations;
    }

    /** Each query block without its inner blocks; parentheses that hold no query of their own stay part of the block around them. */
    private static List<String> blocks(String statement) {
        List<String> blocks = new ArrayList<>();
        blocks.add(outside(statement, 0, statement.length(), blocks));
        return blocks.stream()
                .flatMap(block -> Pattern.compile(
                                "\\b(?:union(?:\\s+all)?|except|intersect)\\b", Pattern.CASE_INSENSITIVE)
                        .splitAsStream(block))
                .toList();
    }

    private static String outside(String text, int begin, int end, List<String> blocks) {
        StringBuilder own = new StringBuilder();
        int i = begin;
        while (i < end) {
            char c = text.charAt(i);
            if (c != '(') {
                own.append(c);
                i++;
                continue;
            }
            int close = closing(text, i, end);
            String inner = outside(text, i + 1, close, blocks);
            if (inner.stripLeading().matches("(?is)(select|insert|update|delete|with)\\b.*")) {
                blocks.add(inner);
                own.append(" (§) ");
            } else {
                own.append('(').append(inner).append(')');
            }
            i = Math.min(close + 1, end);
        }
        return own.toString();
    }

    private static int closing(String text, int open, int end) {
        int depth = 0;
        for (int i = open; i < end; i++) {
            if (text.charAt(i) == '(') {
                depth++;
            } else if (text.charAt(i) == ')' && --depth == 0) {
                return i;
            }
        }
        return end;
    }

    private List<String> missing(String whole) {
        record Reference(String table, String alias) {}
        List<String> missing = new ArrayList<>();
        // The target of an insert names the company in its own list of columns; that list says nothing about the tables
        // read from.
        String block = INSERT.matcher(ON_CONFLICT.matcher(whole).replaceAll(" "))
                .replaceAll(match -> {
                    if (distributed(match.group(1)) && !match.group(2).matches("(?is).*\\bcompany_id\\b.*")) {
                        missing.add(match.group(1));
                    }
                    return " ";
                });
        List<Reference> references = new ArrayList<>();
        Matcher matcher = REFERENCE.matcher(block);
        int from = 0;
        while (matcher.find(from)) {
            from = matcher.end();
            String alias = alias(matcher.group(3), matcher.group(2));
            if (matcher.group(3) != null && !matcher.group(3).equalsIgnoreCase(alias)) {
                from = matcher.start(3);
            }
            if (distributed(matcher.group(2))) {
                references.add(new Reference(matcher.group(2), alias));
            }
            Matcher comma = COMMA_REFERENCE.matcher(block).region(from, block.length());
            while (comma.find()) {
                from = comma.end();
                if (distributed(comma.group(1))) {
                    references.add(new Reference(comma.group(1), alias(comma.group(2), comma.group(1))));
                }
            }
        }
        if (references.isEmpty()) {
            return missing;
        }
        Set<String> qualified = new HashSet<>();
        boolean plain = false;
        Matcher company = COMPANY.matcher(block);
        while (company.find()) {
            if (company.group(1) == null) {
                plain = true;
            } else {
                qualified.add(company.group(1).toLowerCase(java.util.Locale.ROOT));
            }
        }
        // A plain company_id is unambiguous only with one table, or is the column both sides of a join share by "using
        // (company_id, …)".
        boolean shared = block.matches("(?is).*\\busing\\s*\\([^)]*\\bcompany_id\\b.*");
        boolean plainCounts = plain && (references.size() == 1 || shared);
        references.stream()
                .filter(reference ->
                        !plainCounts && !qualified.contains(reference.alias().toLowerCase(java.util.Locale.ROOT)))
                .map(Reference::table)
                .forEach(missing::add);
        return missing;
    }

    private boolean distributed(String name) {
        return tables.contains(name.toLowerCase(java.util.Locale.ROOT));
    }

    private static String alias(String given, String table) {
        if (given != null && !NOT_AN_ALIAS.contains(given.toLowerCase(java.util.Locale.ROOT))) {
            return given;
        }
        return table.substring(table.indexOf('.') + 1);
    }
}
