import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Measures the running server beside the limit, alternately in one run, and prints the ratios with their goals. Started by {@code bench/run},
 * which starts the server and fills its database; what it needs stands in the environment.
 */
final class Bench {
    private static final int CUSTOMERS = 10_000;
    private static final int PRODUCTS = 1_000;
    private static final int CONNECTIONS = 16;

    private final int port = Integer.parseInt(System.getenv("BENCH_PORT"));
    private final long pid = Long.parseLong(System.getenv("BENCH_PID"));
    private final double seconds = Double.parseDouble(System.getenv("BENCH_SECONDS"));
    private final int rounds = Integer.parseInt(System.getenv("BENCH_ROUNDS"));
    private final double warmUp = Double.parseDouble(System.getenv("BENCH_WARM_UP"));
    private final long rows = Long.parseLong(System.getenv("BENCH_ROWS"));
    private final List<String> only = Arrays.stream(
                    System.getenv().getOrDefault("BENCH_ONLY", "").split(","))
            .filter(part -> !part.isBlank())
            .toList();
    private final String first = bearer("BENCH_TOKEN");
    private final String second = bearer("BENCH_TOKEN2");
    private final Path folder = Path.of(System.getenv("BENCH_FOLDER"));

    private final List<String> table = new ArrayList<>();
    private final List<String> details = new ArrayList<>();
    private double othersSeconds;
    private double measuredSeconds;

    public static void main(String[] args) throws Exception {
        Locale.setDefault(Locale.ROOT);
        new Bench().run();
    }

    private static String bearer(String variable) {
        return "Authorization: Bearer " + System.getenv(variable) + "\r\n";
    }

    private boolean wanted(String part) {
        return only.isEmpty() || only.contains(part);
    }

    private void run() throws Exception {
        started();
        if (wanted("orders")) {
            orders();
        }
        if (wanted("receipts")) {
            measureReceipts();
        }
        if (wanted("ageing")) {
            ageing();
        }
        if (wanted("statements")) {
            measureStatements();
        }
        if (wanted("import")) {
            measureImport();
        }
        if (wanted("lists")) {
            lists();
        }
        write();
    }

    // ---- orders

    private static String line(ThreadLocalRandom random, int quantity) {
        return "{\"product\":\"" + id("0e", 1 + random.nextInt(PRODUCTS)) + "\",\"quantity\":\"" + quantity + "\"}";
    }

    private static String order(ThreadLocalRandom random, int customer) {
        return "{\"customer\":\"" + id("0c", customer) + "\",\"lines\":[" + line(random, 2) + ',' + line(random, 3) + ','
                + line(random, 4) + "]}";
    }

    private static String id(String kind, long n) {
        String hex = Long.toHexString(n);
        return kind + "000000-0000-7000-8000-" + "0".repeat(12 - hex.length()) + hex;
    }

    private Load.Source orders(Customers customers) {
        return random -> new Load.Request(first, "/api/v1/sales-orders?confirm=true", order(random, customers.next(random)), null);
    }

    private interface Customers {
        int next(ThreadLocalRandom random);
    }

    private static final Customers UNIFORM = random -> 1 + random.nextInt(CUSTOMERS);
    private static final Customers HOT = random -> 1 + random.nextInt(random.nextInt(100) < 80 ? 10 : CUSTOMERS);
    /** Ten customers with 10,000 open items each, and ten without any; see load.sql. */
    private static final Customers MANY_ITEMS = random -> CUSTOMERS - 999 + random.nextInt(10);

    private static final Customers NO_ITEMS = random -> CUSTOMERS - 499 + random.nextInt(10);

    private Load.Result http(Load.Source source, double time) throws Exception {
        return http(source, CONNECTIONS, time);
    }

    private Load.Result http(Load.Source source, int connections, double time) throws Exception {
        Load.Result result = Load.run(port, pid, connections, time, source);
        if (result.failed() > 0) {
            throw new IllegalStateException(result.failed() + " requests failed: " + result.example());
        }
        othersSeconds += result.cpu().others();
        measuredSeconds += result.seconds();
        return result;
    }

    /** Until the time is over and the compiler has seen enough, which on a busy machine takes longer. */
    private void warmUp(Load.Source source, long enough) throws Exception {
        long done = 0;
        double spent = 0;
        while (spent < warmUp || (done < enough && spent < 4 * warmUp)) {
            Load.Result result = Load.run(port, pid, CONNECTIONS, Math.min(warmUp, 10), source);
            if (result.failed() > 0) {
                throw new IllegalStateException(result.failed() + " requests failed: " + result.example());
            }
            done += result.done();
            spent += result.seconds();
        }
    }

    private void orders() throws Exception {
        say("warming up");
        pgbench("order", Math.min(5, warmUp));
        warmUp(orders(UNIFORM), 30_000);
        Series limit = new Series();
        Series limitHot = new Series();
        Map<String, Series> ours = new LinkedHashMap<>();
        Series cpu = new Series();
        Series server = new Series();
        Series p50 = new Series();
        Series p99 = new Series();
        for (int round = 0; round < rounds; round++) {
            limit.add(pgbench("order", seconds));
            Load.Result uniform = http(orders(UNIFORM), seconds);
            series(ours, "uniform").add(uniform.perSecond());
            cpu.add(uniform.javaMicros());
            server.add(uniform.serverMicros());
            p50.add(uniform.percentile(0.5));
            p99.add(uniform.percentile(0.99));
            series(ours, "hot").add(http(orders(HOT), seconds).perSecond());
            limitHot.add(pgbench("order_hot", seconds));
            series(ours, "none").add(http(orders(NO_ITEMS), seconds).perSecond());
            series(ours, "many").add(http(orders(MANY_ITEMS), seconds).perSecond());
            series(ours, "bulk").add(1000 * http(bulk(), 2, seconds).perSecond());
            say("round %d: limit %.0f/s (hot %.0f), ours %.0f/s, hot %.0f, without items %.0f, with 10,000 %.0f, bulk %.0f; Java %.0f µs an order",
                    round + 1, limit.last(), limitHot.last(), ours.get("uniform").last(), ours.get("hot").last(), ours.get("none").last(), ours.get("many").last(), ours.get("bulk").last(), cpu.last());
        }
        Series uniform = ours.get("uniform");
        atLeast("order of 3 lines confirmed under credit over HTTP, 16 connections, to the limit", uniform.over(limit), 0.45);
        atMost("the same with 10,000 open items on the customer: time to that with none", ours.get("none").over(ours.get("many")), 1.1);
        atLeast("80 % of the load on 10 customers, to uniform", ours.get("hot").over(uniform), 0.8);
        atMost("processor time of the Java process for an order, µs", cpu.median(), 250);
        atLeast("orders in bulk, 1,000 a call, to the limit", ours.get("bulk").over(limit), 3);
        detail("Orders a second: limit %.0f (hot customers %.0f), ours %.0f uniform, %.0f hot, %.0f without and %.0f with 10,000 open items, %.0f in bulk. Server and database together used %.0f µs an order; answers took %.1f ms in the middle, 99 %% under %.1f ms.",
                limit.median(), limitHot.median(), uniform.median(), ours.get("hot").median(), ours.get("none").median(), ours.get("many").median(), ours.get("bulk").median(), server.median(), p50.median(), p99.median());
    }

    private Load.Source bulk() {
        return random -> {
            StringJoiner all = new StringJoiner(",", "{\"orders\":[", "]}");
            for (int i = 0; i < 1000; i++) {
                all.add(order(random, UNIFORM.next(random)));
            }
            return new Load.Request(first, "/api/v1/sales-orders/bulk?confirm=true", all.toString(), null);
        };
    }

    // ---- receipts

    private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"");

    /** Entered by one person, confirmed and thereby allocated by another: two calls. */
    private Load.Source receipts() {
        return random -> new Load.Request(
                first,
                "/api/v1/receipts",
                "{\"party\":\"" + id("0c", 1 + random.nextInt(CUSTOMERS - 1000)) + "\",\"amount\":\"" + (1 + random.nextInt(150))
                        + "\",\"cashAccount\":\"" + id("0d", 1) + "\",\"method\":\"TRANSFER\"}",
                answer -> {
                    Matcher matcher = ID.matcher(answer.text());
                    if (!matcher.find()) {
                        throw new IllegalStateException(answer.text());
                    }
                    return new Load.Request(second, "/api/v1/receipts/" + matcher.group(1) + "/confirmation", "{}", null);
                });
    }

    private void measureReceipts() throws Exception {
        pgbench("receipt", Math.min(5, warmUp));
        warmUp(receipts(), 10_000);
        Series limit = new Series();
        Series ours = new Series();
        Series cpu = new Series();
        for (int round = 0; round < rounds; round++) {
            limit.add(pgbench("receipt", seconds));
            Load.Result result = http(receipts(), seconds);
            ours.add(result.perSecond());
            cpu.add(result.javaMicros());
            say("round %d: limit %.0f receipts/s, ours %.0f", round + 1, limit.last(), ours.last());
        }
        atLeast("receipt entered, confirmed by another person and allocated, to its functions", ours.over(limit), 0.40);
        detail("Receipts a second: limit %.0f, ours %.0f; %.0f µs of the Java process for one (two calls).", limit.median(), ours.median(), cpu.median());
    }

    // ---- ageing

    /** The same figures by one aggregate, as somebody would write it who knows that nothing was settled later. */
    private static String aggregate(LocalDate day, boolean past) {
        String age = "date '" + day + "' - x.due";
        StringBuilder sums = new StringBuilder();
        int[] edges = {0, 30, 60, 90, 180, 365};
        for (int i = 0; i <= edges.length; i++) {
            String above = i == 0 ? "true" : age + " > " + edges[i - 1];
            String below = i == edges.length ? "true" : age + " <= " + edges[i];
            sums.append("sum(x.open) filter (where ").append(above).append(" and ").append(below).append(") as b").append(i).append(", ");
        }
        String items = past
                ? "select i.party_id, i.due, i.amount - coalesce(a.settled, 0) as open from receivables.open_item i left join (select a.item_id, sum(a.amount) as settled"
                        + " from receivables.allocation a where a.company_id = 77 and a.happened_on <= date '" + day + "' group by 1) a on a.item_id = i.id"
                        + " where i.company_id = 77 and i.date <= date '" + day + "' and i.amount <> coalesce(a.settled, 0)"
                : "select i.party_id, i.due, i.amount - i.settled as open from receivables.open_item i where i.company_id = 77 and i.settled <> i.amount";
        return "select x.party_id, " + sums + "sum(x.open) as balance from (" + items + ") x group by 1 order by balance desc limit 200";
    }

    private void ageing() throws Exception {
        LocalDate today = LocalDate.now(ZoneOffset.ofHours(8));
        LocalDate past = today.minusDays(45);
        try (Wire wire = new Wire(port, first)) {
            for (boolean then : new boolean[] {false, true}) {
                LocalDate day = then ? past : today;
                Series limit = new Series();
                Series ours = new Series();
                for (int i = 0; i <= 2 * rounds; i++) {
                    double aggregate = sqlMillis(aggregate(day, then));
                    double report = httpMillis(wire, "/api/v1/ageing?asOf=" + day);
                    if (i > 0) { // the first reads the tables from disk
                        limit.add(aggregate);
                        ours.add(report);
                    }
                }
                atMost("ageing by customer over the open items " + (then ? "as of 45 days ago" : "of today") + ", to one hand-written aggregate", ours.over(limit), 1.5);
                detail("Ageing %s: aggregate %.0f ms, ours over HTTP %.0f ms.", then ? "as of a past date" : "of today", limit.median(), ours.median());
            }
        }
    }

    // ---- statements

    /**
     * Last month's statements of all customers, made in the background as on a billing day; without rendering. Those of the month before are made
     * first: what a cold just-in-time compiler takes would be a quarter of so few.
     */
    private void measureStatements() throws Exception {
        LocalDate month = LocalDate.now(ZoneOffset.ofHours(8)).withDayOfMonth(1).minusDays(1);
        try (HttpClient client = HttpClient.newHttpClient()) {
            makeStatements(client, month.withDayOfMonth(1).minusDays(1));
            long begin = System.nanoTime();
            long made = makeStatements(client, month);
            double seconds = (System.nanoTime() - begin) / 1e9;
            long lines = Long.parseLong(run("psql", "-XqAt", "-c", "select set_config('app.company', '77', false)", "-c", "select sum(s.lines) from receivables.statement s where s.company_id = 77 and s.to_day = '" + month + "'").lines().toList().getLast());
            atLeast("statements of a month made, a second", made / seconds, 2000);
            detail("Statements: %,d with %,d lines in %.1f s.", made, lines, seconds);
        }
    }

    private long makeStatements(HttpClient client, LocalDate to) throws Exception {
        String answer = waitFor(client, found("\"job\":\"([0-9a-f-]{36})\"", send(client, "/api/v1/statements/runs", "application/json", "{\"to\":\"" + to + "\",\"everyone\":true}")), 50, a -> {});
        return Long.parseLong(found("\"made\": ?([0-9]+)", answer));
    }

    /** Looks at a job until it is done, and answers what it said last. */
    private String waitFor(HttpClient client, String job, int millis, Seen seen) throws Exception {
        String answer;
        String state;
        do {
            Thread.sleep(millis);
            answer = send(client, "/api/v1/jobs/" + job, "", "");
            state = found("\"state\":\"([A-Z]+)\"", answer);
            seen.look(answer);
        } while (state.equals("WAITING") || state.equals("RUNNING"));
        if (!state.equals("DONE")) {
            throw new IllegalStateException(answer);
        }
        return answer;
    }

    private interface Seen {
        void look(String answer) throws IOException;
    }

    // ---- import

    private static final List<String> IMPORTED = List.of(
            "header from document.header x join imported i on i.id = x.id",
            "party from party.party x join imported i on i.id = x.id",
            "contact from party.contact x join imported i on i.id = x.party_id",
            "match_key from party.match_key x join imported i on i.id = x.party_id",
            "name_part from document.name_part x join imported i on i.id = x.record_id",
            "audit_entry from organization.audit_entry x join imported i on i.id = x.subject_id",
            "import_key from document.import_key x join imported i on i.id = x.record_id",
            "upload_row from document.upload_row x join imported i on i.id = x.record_id");

    /** Customers from a file, one in fifty of them there already, beside COPY of exactly the rows this wrote into tables with the same indexes. */
    private void measureImport() throws Exception {
        int count = (int) Math.min(100_000, rows / 10);
        String run = Long.toString(System.currentTimeMillis() / 1000, 36);
        StringBuilder file = new StringBuilder("number,name,phone,contact,mobile,email,city\n");
        for (int i = 1; i <= count; i++) {
            file.append("I-").append(run).append('-').append(i).append(',');
            file.append(i % 50 == 0 ? "客户" + (1 + i % CUSTOMERS) + "有限公司" : "进口" + run + "第" + i + "贸易有限公司").append(',');
            file.append(String.format("010-%08d,联系人%d,139%08d,i%d@example.org,北京%n", (i * 7919L + run.hashCode()) % 100_000_000, i, (i * 104729L + run.hashCode() & 0x7fffffff) % 100_000_000, i));
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            String boundary = "bench" + run;
            String upload = send(client, "/api/v1/imports/customers", "multipart/form-data; boundary=" + boundary,
                    "--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"customers.csv\"\r\nContent-Type: text/csv\r\n\r\n" + file + "\r\n--" + boundary + "--\r\n");
            String id = found("\"id\":\"([0-9a-f-]{36})\"", upload);
            String mapping = found("\"mapping\":(\\{[^}]*\\})", upload);
            long begin = System.nanoTime();
            String job = found("\"jobId\":\"([0-9a-f-]{36})\"", send(client, "/api/v1/imports/" + id + "/start", "application/json", "{\"mapping\":" + mapping + "}"));
            double[] most = {0, 0}; // MB in the first quarter, and in all
            waitFor(client, job, 100, answer -> {
                double resident = resident();
                if (Long.parseLong(found("\"done\":([0-9]+)", answer)) < count / 4) {
                    most[0] = Math.max(most[0], resident);
                }
                most[1] = Math.max(most[1], resident);
            });
            double seconds = (System.nanoTime() - begin) / 1e9;
            long copied = 0;
            double copy = 0;
            for (String part : IMPORTED) {
                String table = part.substring(0, part.indexOf(' '));
                Path rows = Files.createTempFile("bench", ".copy");
                run("psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-c", "select set_config('app.company', '77', false)", "-c",
                        "\\copy (with imported as materialized (select u.record_id as id from document.upload_row u where u.company_id = 77 and u.upload_id = '" + id
                                + "' and u.outcome = 'IMPORTED') select x.* " + part.substring(table.length()) + " where x.company_id = 77) to '" + rows + "'");
                String output = run("psql", "-XAt", "-v", "ON_ERROR_STOP=1", "-c", "truncate bench." + table, "-c", "\\timing on", "-c", "\\copy bench." + table + " from '" + rows + "'");
                copied += Long.parseLong(found("COPY ([0-9]+)", output));
                copy += Double.parseDouble(found("Time: ([0-9.]+) ms", output.substring(output.indexOf("COPY")))) / 1000;
                Files.delete(rows);
            }
            atLeast("import of customers with duplicate check, to COPY of the rows it wrote", copy / seconds, 0.2);
            atMost("the most memory the Java process took while it imported, to the most in the first quarter", most[1] / most[0], 1.1);
            detail("Import: %,d customers in %.1f s, %,.0f a second; COPY of its %,d rows %.1f s; Java process %.0f MB resident at most.", count, seconds, count / seconds, copied, copy, most[1]);
        }
    }

    private String send(HttpClient client, String path, String type, String body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).header("Authorization", first.strip().substring("Authorization: ".length()));
        HttpResponse<String> answer = client.send(
                type.isEmpty() ? request.build() : request.header("Content-Type", type).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(path + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    private static String found(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException(pattern + " is not in " + text);
        }
        return matcher.group(1);
    }

    /** MB of the Java process. */
    private double resident() throws IOException {
        return Double.parseDouble(found("VmRSS:\\s+([0-9]+)", Files.readString(Path.of("/proc/" + pid + "/status")))) / 1024;
    }

    // ---- lists

    private void lists() throws Exception {
        String customer = id("0c", 4711);
        LocalDate today = LocalDate.now(ZoneOffset.ofHours(8));
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("orders, newest first", "/api/v1/sales-orders");
        pages.put("orders by number", "/api/v1/sales-orders?sort=number");
        pages.put("orders by total", "/api/v1/sales-orders?sort=-total");
        pages.put("orders of a customer", "/api/v1/sales-orders?filter=" + filter("[\"party\",\"=\",\"" + customer + "\"]"));
        pages.put("cancelled orders by date", "/api/v1/sales-orders?sort=-date&filter=" + filter("[\"state\",\"=\",\"CANCELLED\"]"));
        pages.put("orders of a month over 50,000", "/api/v1/sales-orders?sort=-date&filter="
                + filter("{\"and\":[[\"date\",\"between\",[\"" + today.minusDays(400) + "\",\"" + today.minusDays(370) + "\"]],[\"total\",\">\",\"50000\"]]}"));
        pages.put("orders by the beginning of a number", "/api/v1/sales-orders?q=SO-0004711");
        pages.put("open items by due day", "/api/v1/open-items?sort=due");
        pages.put("open items of a customer", "/api/v1/open-items?sort=due&filter=" + filter("[\"party\",\"=\",\"" + customer + "\"]"));
        pages.put("customers by name", "/api/v1/customers?sort=name");
        pages.put("customers found by text", "/api/v1/customers?q=" + filter("客户4711"));
        pages.put("customers found by what most are called", "/api/v1/customers?q=" + filter("公司"));
        pages.put("orders found by a customer's name", "/api/v1/sales-orders?q=" + filter("户4711有"));
        pages.put("lines to deliver, the earliest first", "/api/v1/deliverable-lines");
        pages.put("lines to deliver to a customer", "/api/v1/deliverable-lines?q=" + filter("户4711有"));
        pages.put("the search box", "/api/v1/search?q=" + filter("客户4711"));
        pages.put("a customer recognised while typed", "/api/v1/customers/duplicates?name=" + filter("客户471"));
        pages.put("a product while typed", "/api/v1/products/pick?q=" + filter("品471"));
        double worst = 0;
        String slowest = "";
        StringJoiner each = new StringJoiner(", ");
        try (Wire wire = new Wire(port, first)) {
            for (Map.Entry<String, String> page : pages.entrySet()) {
                for (int i = 0; i < 10; i++) {
                    httpMillis(wire, page.getValue());
                }
                double[] millis = new double[40];
                for (int i = 0; i < millis.length; i++) {
                    millis[i] = httpMillis(wire, page.getValue());
                }
                Arrays.sort(millis);
                double p95 = millis[(int) (millis.length * 0.95)];
                each.add(page.getKey() + String.format(" %.1f ms", p95));
                if (p95 > worst) {
                    worst = p95;
                    slowest = page.getKey();
                }
            }
        }
        atMost("slowest list page (" + slowest + "), p95 over HTTP, ms", worst, 50);
        detail("p95 of list pages over HTTP: %s.", each);
    }

    private static String filter(String json) {
        return java.net.URLEncoder.encode(json, StandardCharsets.UTF_8);
    }

    // ---- start, memory, page

    /** What bench/run has measured while it started the server, and the weight of the first page. */
    private void started() throws Exception {
        if (!wanted("start")) {
            return;
        }
        atMost("second start to first page, s", Double.parseDouble(System.getenv("BENCH_START")), 5);
        atMost("Java process when idle, MB resident", Double.parseDouble(System.getenv("BENCH_RESIDENT")), 400);
        String page;
        int weight = 0;
        List<String> parts = new ArrayList<>(List.of("/"));
        try (Wire wire = new Wire(port, "Accept-Encoding: gzip\r\n");
                Wire plain = new Wire(port, "")) {
            page = plain.get("/", "").text();
            Matcher matcher = Pattern.compile("<(?:script|link)[^>]+(?:src|href)=\"([^\"]+\\.(?:js|css))\"")
                    .matcher(page);
            while (matcher.find()) {
                parts.add(matcher.group(1).startsWith("/") ? matcher.group(1) : "/" + matcher.group(1));
            }
            for (String part : parts) {
                weight += wire.get(part, "").body().length;
            }
        }
        atMost("first load of the page, KB gzip", weight / 1024.0, 400);
        detail("The first load is %,d KB gzip in %d files.", weight / 1024, parts.size());
    }

    // ---- tools

    private double pgbench(String script, double time) throws Exception {
        String output = run(
                "pgbench", "-n", "-M", "prepared", "-c", "8", "-j", "2", "-T", Long.toString(Math.max(1, Math.round(time))),
                "-f", folder.resolve("limit/" + script + ".sql").toString());
        Matcher matcher = Pattern.compile("tps = ([0-9.]+)").matcher(output);
        if (!matcher.find()) {
            throw new IllegalStateException(output);
        }
        return Double.parseDouble(matcher.group(1));
    }

    /** Milliseconds of a query as the application's role; its rows are thrown away. */
    private double sqlMillis(String query) throws Exception {
        String output = run(
                "psql", "-XqAt", "-c", "select set_config('app.company', '77', false)", "-c", "\\timing on", "-c", "\\o /dev/null", "-c", query);
        Matcher matcher = Pattern.compile("Time: ([0-9.]+) ms").matcher(output);
        if (!matcher.find()) {
            throw new IllegalStateException(output);
        }
        return Double.parseDouble(matcher.group(1));
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(String.join(" ", command) + "\n" + output);
        }
        return output;
    }

    private double httpMillis(Wire wire, String path) throws IOException {
        long begin = System.nanoTime();
        Wire.Answer answer = wire.get(path, "");
        if (answer.status() != 200) {
            throw new IllegalStateException(path + ": " + answer.status() + " " + answer.text());
        }
        return (System.nanoTime() - begin) / 1e6;
    }

    private static Series series(Map<String, Series> all, String name) {
        return all.computeIfAbsent(name, n -> new Series());
    }

    /** One figure per round. */
    private static final class Series {
        private final List<Double> values = new ArrayList<>();

        void add(double value) {
            values.add(value);
        }

        double last() {
            return values.getLast();
        }

        double median() {
            return median(values);
        }

        /** The median of the ratios of the same rounds. */
        double over(Series other) {
            List<Double> ratios = new ArrayList<>();
            for (int i = 0; i < values.size(); i++) {
                ratios.add(values.get(i) / other.values.get(i));
            }
            return median(ratios);
        }

        private static double median(List<Double> values) {
            List<Double> sorted = values.stream().sorted().toList();
            int n = sorted.size();
            return n % 2 == 1 ? sorted.get(n / 2) : (sorted.get(n / 2 - 1) + sorted.get(n / 2)) / 2;
        }
    }

    private void atLeast(String what, double value, double goal) {
        row(what, value, "≥ " + plain(goal), value >= goal);
    }

    private void atMost(String what, double value, double goal) {
        row(what, value, "≤ " + plain(goal), value <= goal);
    }

    private void row(String what, double value, String goal, boolean reached) {
        String row = "| " + what + " | " + plain(value) + " | " + goal + " | " + (reached ? "reached" : "**missed**") + " |";
        table.add(row);
        System.out.println(row);
    }

    private static String plain(double value) {
        return value >= 100 ? String.format("%,.0f", value) : value >= 10 ? String.format("%.1f", value) : String.format("%.2f", value).replaceAll("\\.?0+$", "");
    }

    private static void say(String text, Object... values) {
        System.out.printf(text + "%n", values);
    }

    private void detail(String text, Object... values) {
        details.add(String.format(text, values));
    }

    private void write() throws IOException {
        StringBuilder text = new StringBuilder();
        text.append(ZonedDateTime.now(ZoneOffset.UTC).toString(), 0, 16).append(" UTC, ").append(System.getenv("BENCH_MACHINE"));
        text.append(String.format(", %,d rows in the big tables, medians of %d rounds of %.0f s.", rows, rounds, seconds));
        if (measuredSeconds > 0) {
            text.append(String.format(" Others on the machine used %.2f processors meanwhile.", othersSeconds / measuredSeconds));
        }
        text.append("\n\n| what | measured | goal | |\n| --- | --- | --- | --- |\n");
        table.forEach(row -> text.append(row).append('\n'));
        text.append('\n');
        details.forEach(line -> text.append("- ").append(line).append('\n'));
        Files.writeString(Path.of(System.getenv("BENCH_OUT")), text);
    }
}
