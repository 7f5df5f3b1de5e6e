import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One HTTP/1.1 connection that stays open. It does as little as possible: load and server share the processors. */
final class Wire implements AutoCloseable {
    private final Socket socket = new Socket();
    private final InputStream in;
    private final String common;

    /** An answer; the body is kept as bytes, as nearly nobody looks at it. */
    record Answer(int status, byte[] body, String cookie) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** @param headers lines sent with every request, each ending in CRLF */
    Wire(int port, String headers) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(300_000);
        socket.connect(new InetSocketAddress("127.0.0.1", port), 5000);
        in = new BufferedInputStream(socket.getInputStream(), 16_384);
        common = " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nAccept: */*\r\n" + headers;
    }

    Answer get(String path, String headers) throws IOException {
        return call("GET", path, headers, null);
    }

    Answer post(String path, String headers, String json) throws IOException {
        return call("POST", path, headers, json);
    }

    private Answer call(String method, String path, String headers, String json) throws IOException {
        byte[] body = json == null ? new byte[0] : json.getBytes(StandardCharsets.UTF_8);
        String head = method + ' ' + path + common + headers
                + (json == null ? "" : "Content-Type: application/json\r\nContent-Length: " + body.length + "\r\n") + "\r\n";
        byte[] start = head.getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = new byte[start.length + body.length];
        System.arraycopy(start, 0, all, 0, start.length);
        System.arraycopy(body, 0, all, start.length, body.length);
        socket.getOutputStream().write(all);
        return answer();
    }

    private Answer answer() throws IOException {
        int status = Integer.parseInt(line().substring(9, 12));
        long length = -1;
        boolean chunked = false;
        String cookie = null;
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            switch (line.substring(0, colon).toLowerCase(Locale.ROOT)) {
                case "content-length" -> length = Long.parseLong(line.substring(colon + 1).strip());
                case "transfer-encoding" -> chunked = line.toLowerCase(Locale.ROOT).endsWith("chunked");
                case "set-cookie" -> cookie = line.substring(colon + 1).strip().split(";", 2)[0];
                default -> {}
            }
        }
        if (!chunked) {
            return new Answer(status, length <= 0 ? new byte[0] : in.readNBytes((int) length), cookie);
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            body.write(in.readNBytes(size));
            line();
        }
        line();
        return new Answer(status, body.toByteArray(), cookie);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the server closed the connection");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
