package io.onaccount.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many callers at once: let go at one moment, each doing its next step as soon as the last is answered. */
public final class Load {

    /** What one of the callers does. */
    @FunctionalInterface
    public interface Call<T> {
        T make(int caller) throws Exception;
    }

    /** One step of a caller, with the chance that is its own and the same in every run of a seed. */
    @FunctionalInterface
    public interface Step {
        void take(int caller, Random random) throws Exception;
    }

    private Load() {}

    /** Every caller calls once, all at the same moment; their answers in the order of callers. */
    public static <T> List<T> atOnce(int callers, Call<T> call) throws Exception {
        CountDownLatch ready = new CountDownLatch(callers);
        CountDownLatch go = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> answers = new ArrayList<>(callers);
            for (int i = 0; i < callers; i++) {
                int caller = i;
                answers.add(threads.submit(() -> {
                    ready.countDown();
                    go.await();
                    return call.make(caller);
                }));
            }
            ready.await();
            go.countDown();
            List<T> all = new ArrayList<>(callers);
            for (Future<T> answer : answers) {
                all.add(answer.get());
            }
            return all;
        }
    }

    /** Every caller takes so many steps, one after the other; the first failure ends it and is thrown. */
    public static void steps(int callers, int steps, long seed, Step step) throws Exception {
        atOnce(callers, caller -> {
            Random random = new Random(seed * 31 + caller);
            for (int i = 0; i < steps; i++) {
                step.take(caller, random);
            }
            return caller;
        });
    }
}
