import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Processor seconds used since boot, from /proc: of a process, of it with its children, of the machine. */
record Cpu(double process, double tree, double self, double machine) {
    private static final double TICKS = 100; // USER_HZ, fixed on Linux

    static Cpu now(long pid) throws IOException {
        Map<Long, double[]> used = new HashMap<>();
        Map<Long, List<Long>> children = new HashMap<>();
        try (var folders = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path folder : folders) {
                try {
                    String stat = Files.readString(folder.resolve("stat"));
                    String[] f = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
                    long id = Long.parseLong(folder.getFileName().toString());
                    double own = (Long.parseLong(f[11]) + Long.parseLong(f[12])) / TICKS;
                    double gone = (Long.parseLong(f[13]) + Long.parseLong(f[14])) / TICKS;
                    used.put(id, new double[] {own, own + gone});
                    children.computeIfAbsent(Long.parseLong(f[1]), p -> new ArrayList<>()).add(id);
                } catch (IOException e) {
                    // the process has ended in the meantime
                }
            }
        }
        String[] m = Files.readAllLines(Path.of("/proc/stat")).getFirst().trim().split(" +");
        double machine = 0;
        for (int i : new int[] {1, 2, 3, 6, 7, 8}) {
            machine += Long.parseLong(m[i]) / TICKS;
        }
        double process = used.containsKey(pid) ? used.get(pid)[0] : 0;
        return new Cpu(process, tree(pid, used, children), tree(ProcessHandle.current().pid(), used, children), machine);
    }

    private static double tree(long root, Map<Long, double[]> used, Map<Long, List<Long>> children) {
        double sum = 0;
        Deque<Long> open = new ArrayDeque<>(List.of(root));
        while (!open.isEmpty()) {
            long id = open.pop();
            sum += used.containsKey(id) ? used.get(id)[1] : 0;
            children.getOrDefault(id, List.of()).forEach(open::push);
        }
        return sum;
    }

    Cpu minus(Cpu before) {
        return new Cpu(process - before.process, tree - before.tree, self - before.self, machine - before.machine);
    }

    /** Seconds of processors that neither the server nor this program used: others on the machine. */
    double others() {
        return Math.max(0, machine - tree - self);
    }
}
