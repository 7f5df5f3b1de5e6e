package io.onaccount.document.mailing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A mail server on a real socket that refuses as it is told: what GreenMail is too friendly for. */
final class StubbornMailServer implements AutoCloseable {
    private final ServerSocket socket;
    private final Map<String, String> answers = new ConcurrentHashMap<>();

    /** Whole mails that were taken. */
    final List<String> taken = new CopyOnWriteArrayList<>();

    StubbornMailServer() {
        try {
            socket = new ServerSocket(0, 20, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    /** Answers a line that begins so with this instead of a yes; an empty answer hangs up. {@code "."} is the end of a mail. */
    void answer(String line, String answer) {
        answers.put(line, answer);
    }

    void friendly() {
        answers.clear();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket caller = socket.accept();
                Thread.ofVirtual().start(() -> talk(caller));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void talk(Socket caller) {
        try (caller;
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(caller.getInputStream(), StandardCharsets.UTF_8))) {
            say(caller, "220 stubborn");
            StringBuilder mail = null;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (mail != null && !line.equals(".")) {
                    mail.append(line).append('\n');
                    continue;
                }
                String said = line;
                String told = answers.entrySet().stream()
                        .filter(entry -> said.startsWith(entry.getKey()))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse(null);
                if (line.equals(".") && mail != null) {
                    if (told == null || told.isEmpty()) {
                        taken.add(mail.toString());
                    }
                    mail = null;
                }
                if (told != null && told.isEmpty()) {
                    return;
                }
                if (told != null) {
                    say(caller, told);
                } else if (line.startsWith("DATA")) {
                    mail = new StringBuilder();
                    say(caller, "354 go on");
                } else if (line.startsWith("QUIT")) {
                    say(caller, "221 bye");
                    return;
                } else {
                    say(caller, "250 ok");
                }
            }
        } catch (IOException e) {
            // the caller hung up
        }
    }

    private static void say(Socket caller, String line) throws IOException {
        caller.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
