import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** Sends requests over several connections for a time, each connection its next one as soon as it has its answer. */
final class Load {

    /**
     * One request, and possibly one that follows from its answer; both together count as one.
     *
     * @param caller the header that says who asks
     * @param json the body; a GET when null
     * @param then makes the next request from the answer, or null
     */
    record Request(String caller, String path, String json, Function<Wire.Answer, Request> then) {}

    /** Makes the next request of a connection. */
    interface Source {
        Request next(ThreadLocalRandom random);
    }

    /**
     * @param done answered as wished
     * @param failed any other answer, one of them kept as example
     * @param millis of each answered request, ascending
     * @param cpu used meanwhile
     */
    record Result(long done, long failed, String example, double seconds, double[] millis, Cpu cpu) {
        double perSecond() {
            return done / seconds;
        }

        /** Microseconds of the Java process per request. */
        double javaMicros() {
            return done == 0 ? 0 : cpu.process() * 1e6 / done;
        }

        /** Microseconds of server and database per request. */
        double serverMicros() {
            return done == 0 ? 0 : cpu.tree() * 1e6 / done;
        }

        double percentile(double share) {
            return millis.length == 0 ? Double.NaN : millis[Math.min(millis.length - 1, (int) (millis.length * share))];
        }
    }

    private Load() {}

    static Result run(int port, long pid, int connections, double seconds, Source source)
            throws Exception {
        AtomicLong failed = new AtomicLong();
        Map<Integer, String> examples = new ConcurrentHashMap<>();
        double[][] millis = new double[connections][];
        CountDownLatch ready = new CountDownLatch(connections);
        CountDownLatch go = new CountDownLatch(1);
        long[] end = new long[1];
        Thread[] threads = new Thread[connections];
        for (int i = 0; i < connections; i++) {
            int me = i;
            threads[i] = Thread.ofPlatform().start(() -> {
                double[] mine = new double[1 << 16];
                int n = 0;
                try (Wire wire = new Wire(port, "")) {
                    ready.countDown();
                    go.await();
                    ThreadLocalRandom random = ThreadLocalRandom.current();
                    for (long begin = System.nanoTime(); begin < end[0]; begin = System.nanoTime()) {
                        Request request = source.next(random);
                        Wire.Answer answer = send(wire, request, random);
                        if (request.then() != null && answer.status() / 100 == 2) {
                            answer = send(wire, request.then().apply(answer), random);
                        }
                        if (answer.status() / 100 == 2) {
                            mine = n == mine.length ? Arrays.copyOf(mine, n * 2) : mine;
                            mine[n++] = (System.nanoTime() - begin) / 1e6;
                        } else {
                            failed.incrementAndGet();
                            examples.putIfAbsent(answer.status(), answer.status() + " " + answer.text());
                        }
                    }
                } catch (IOException | InterruptedException e) {
                    failed.incrementAndGet();
                    examples.putIfAbsent(-1, e.toString());
                    ready.countDown();
                }
                millis[me] = Arrays.copyOf(mine, n);
            });
        }
        ready.await();
        Cpu before = Cpu.now(pid);
        long begin = System.nanoTime();
        end[0] = begin + (long) (seconds * 1e9);
        go.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        double took = (System.nanoTime() - begin) / 1e9;
        Cpu used = Cpu.now(pid).minus(before);
        double[] all = Arrays.stream(millis).flatMapToDouble(Arrays::stream).sorted().toArray();
        return new Result(all.length, failed.get(), String.join(" | ", examples.values()), took, all, used);
    }

    private static Wire.Answer send(Wire wire, Request request, ThreadLocalRandom random) throws IOException {
        return request.json() == null
                ? wire.get(request.path(), request.caller())
                : wire.post(request.path(), request.caller() + key(random), request.json());
    }

    private static String key(ThreadLocalRandom random) {
        return "Idempotency-Key: " + Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong()) + "\r\n";
    }
}
