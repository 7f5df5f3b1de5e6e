package io.onaccount.platform.web;

import io.onaccount.platform.Problem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Reads the body of a call to the API once and keeps it: a repeated request is recognised by it. More than two megabytes is refused here,
 * before anything parses it; files come as multipart and have their own limit. So is a NUL character in the address, which no text column
 * can hold.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 100)
final class RequestBodies extends OncePerRequestFilter {
    static final int MOST_BYTES = 2 * 1024 * 1024;

    /** How much of a body that is too large is read away, so that the caller sees our answer and not a broken connection. */
    private static final long MOST_DRAINED = 32L * 1024 * 1024;

    private final Problems problems;

    RequestBodies(Problems problems) {
        this.problems = problems;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getRequestURI().startsWith("/api/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String query = request.getQueryString();
        if (request.getRequestURI().contains("%00") || (query != null && query.contains("%00"))) {
            problems.write(Problem.of(400, "bad-character"), request, response);
            return;
        }
        String type = request.getContentType();
        if (isWithoutBody(request)
                || (type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/"))) {
            chain.doFilter(request, response);
            return;
        }
        InputStream in = request.getInputStream();
        byte[] body =
                request.getContentLengthLong() > MOST_BYTES ? new byte[MOST_BYTES + 1] : in.readNBytes(MOST_BYTES + 1);
        if (body.length > MOST_BYTES) {
            drain(in);
            problems.write(Problem.of(413, "too-large"), request, response);
            return;
        }
        request.setAttribute(Requests.BODY, body);
        chain.doFilter(new Captured(request, body), response);
    }

    private static boolean isWithoutBody(HttpServletRequest request) {
        return request.getContentLengthLong() <= 0 && request.getHeader("Transfer-Encoding") == null;
    }

    private static void drain(InputStream in) throws IOException {
        byte[] buffer = new byte[16 * 1024];
        long drained = 0;
        int read = in.read(buffer);
        while (read >= 0 && drained < MOST_DRAINED) {
            drained += read;
            read = in.read(buffer);
        }
    }

    private static final class Captured extends HttpServletRequestWrapper {
        private final byte[] body;

        Captured(HttpServletRequest request, byte[] body) {
            super(request);
            this.body = body;
        }

        @Override
        public ServletInputStream getInputStream() {
            ByteArrayInputStream in = new ByteArrayInputStream(body);
            return new ServletInputStream() {
                @Override
                public int read() {
                    return in.read();
                }

                @Override
                public int read(byte[] target, int offset, int length) {
                    return in.read(target, offset, length);
                }

                @Override
                public boolean isFinished() {
                    return in.available() == 0;
                }

                @Override
                public boolean isReady() {
                    return true;
                }

                @Override
                public void setReadListener(ReadListener listener) {
                    throw new IllegalStateException("the body is here already");
                }
            };
        }

        @Override
        public BufferedReader getReader() {
            return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
        }
    }
}
