package io.thor4j.thunderstorm;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.net.ServerSocketFactory;

/** A server on loopback that answers as a test says, byte for byte, and remembers what it was sent. */
public final class StubServer implements AutoCloseable {
    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Function<Request, byte[]> behaviour;
    private final String scheme;

    /** A request as it came. */
    public record Request(String line, String head, byte[] body) {
        /** The value of a header, empty when there is none. */
        public String header(String name) {
            for (String field : head.split("\r\n", -1)) {
                if (field.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":")) {
                    return field.substring(name.length() + 1).strip();
                }
            }
            return "";
        }

        /** Method, blank, path without its query. */
        public String operation() {
            String target = line.substring(0, line.lastIndexOf(' '));
            int query = target.indexOf('?');
            return query < 0 ? target : target.substring(0, query);
        }

        /** The text between the quotes after {@code filename=}, up to the last quote of the line. */
        public String sentName() {
            String text = new String(body, StandardCharsets.UTF_8);
            int begin = text.indexOf("filename=\"") + "filename=\"".length();
            int end = text.lastIndexOf('"', text.indexOf("\r\n", begin));
            return text.substring(begin, end);
        }

        /** What stands in the form's one part. */
        public byte[] sample() {
            String text = new String(body, StandardCharsets.ISO_8859_1);
            String boundary = header("Content-Type").replaceFirst(".*boundary=", "");
            int begin = text.indexOf("\r\n\r\n") + 4;
            int end = text.lastIndexOf("\r\n--" + boundary + "--");
            return text.substring(begin, end).getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    /** Starts the server; null from the behaviour breaks the connection. */
    public StubServer(Function<Request, byte[]> behaviour) throws IOException {
        this(behaviour, ServerSocketFactory.getDefault(), "http");
    }

    /** Starts the server on other sockets. */
    public StubServer(Function<Request, byte[]> behaviour, ServerSocketFactory sockets, String scheme)
            throws IOException {
        this.behaviour = behaviour;
        this.scheme = scheme;
        listener = sockets.createServerSocket(0, 200, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    /** An answer of one JSON document. */
    public static byte[] json(int status, String json, String... headers) {
        StringBuilder text = new StringBuilder("HTTP/1.1 " + status + " Text\r\nContent-Type: application/json\r\n");
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        text.append("Content-Length: ").append(body.length).append("\r\nConnection: close\r\n\r\n");
        return (text + json).getBytes(StandardCharsets.UTF_8);
    }

    /** Where it listens. */
    public URI uri() {
        return URI.create(scheme + "://localhost:" + port());
    }

    /** Its port. */
    public int port() {
        return listener.getLocalPort();
    }

    /** What it was sent so far. */
    public List<Request> requests() {
        return requests;
    }

    /** What it was sent to one operation, such as {@code POST /api/check}. */
    public List<Request> requests(String operation) {
        return requests.stream()
                .filter(request -> request.operation().equals(operation))
                .toList();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                threads.execute(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket;
                InputStream in = socket.getInputStream();
                OutputStream out = socket.getOutputStream()) {
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            int match = 0;
            while (match < 4) {
                int b = in.read();
                if (b < 0) {
                    return;
                }
                head.write(b);
                match = b == "\r\n\r\n".charAt(match) ? match + 1 : b == '\r' ? 1 : 0;
            }
            String text = head.toString(StandardCharsets.ISO_8859_1);
            Request bare = new Request(text.substring(0, text.indexOf("\r\n")), text, new byte[0]);
            String length = bare.header("Content-Length");
            byte[] body = length.isEmpty() ? new byte[0] : in.readNBytes(Integer.parseInt(length));
            Request request = new Request(bare.line(), text, body);
            requests.add(request);
            byte[] answer = behaviour.apply(request);
            if (answer != null) {
                out.write(answer);
                out.flush();
            }
        } catch (IOException e) {
            // A client that goes away is part of the tests.
            return;
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
    }
}
