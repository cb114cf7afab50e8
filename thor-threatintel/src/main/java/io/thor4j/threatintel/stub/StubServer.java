package io.thor4j.threatintel.stub;

import io.thor4j.threatintel.json.JsonText;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.impl.bootstrap.HttpServer;
import org.apache.hc.core5.http.impl.bootstrap.ServerBootstrap;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityTemplate;
import org.apache.hc.core5.http.protocol.HttpProcessorBuilder;
import org.apache.hc.core5.http.protocol.ResponseConnControl;
import org.apache.hc.core5.http.protocol.ResponseContent;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/*
 * On HttpCore and not on the JDK's server, which sends its own Date whatever it is given; the clients correct their clock by that field.
 */
/** What all stubs have in common: a server on the loopback address, a list of what it was asked, and its misbehaviours. Threads may share it. */
final class StubServer implements AutoCloseable {
    private static final int DEEP = 100_000;
    private static final int BODY_BYTES = 1 << 20;

    private final HttpServer server;
    private final Answering answering;
    private final Queue<Misbehaviour> misbehaviours = new ArrayDeque<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Answers a request. */
    @FunctionalInterface
    interface Answering {
        Reply answer(Request request, @Nullable Misbehaviour wrong) throws IOException;
    }

    /**
     * A request.
     *
     * @param method its method
     * @param target path and query as they came
     * @param header the first header field of a name, or null
     * @param body the body
     */
    record Request(
            String method, URI target, java.util.function.Function<String, @Nullable String> header, String body) {}

    /**
     * An answer.
     *
     * @param status the HTTP status
     * @param type the content type
     * @param date the header field {@code Date}, or null
     * @param headers further header fields
     * @param body the body
     */
    record Reply(int status, String type, @Nullable String date, Map<String, String> headers, String body) {
        Reply(int status, String type, @Nullable String date, String body) {
            this(status, type, date, Map.of(), body);
        }

        static Reply json(int status, @Nullable String date, Object body) {
            return new Reply(status, "application/json", date, JsonText.of(body));
        }
    }

    StubServer(int port, Answering answering) {
        this.answering = answering;
        server = ServerBootstrap.bootstrap()
                .setLocalAddress(InetAddress.getLoopbackAddress())
                .setListenerPort(port)
                .setHttpProcessor(HttpProcessorBuilder.create()
                        .addAll(new ResponseContent(), new ResponseConnControl())
                        .build())
                .setRequestRouter((request, context) -> (received, response, inner) -> handle(received, response))
                .create();
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException("the stub cannot listen on port " + port, e);
        }
    }

    URI uri() {
        return URI.create("http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":" + server.getLocalPort());
    }

    List<String> requests() {
        return List.copyOf(requests);
    }

    void forgetRequests() {
        requests.clear();
    }

    synchronized void misbehave(Misbehaviour... wrong) {
        misbehaviours.addAll(Arrays.asList(wrong));
    }

    synchronized void forgetMisbehaviours() {
        misbehaviours.clear();
    }

    private synchronized @Nullable Misbehaviour nextMisbehaviour() {
        return misbehaviours.poll();
    }

    private void handle(ClassicHttpRequest received, ClassicHttpResponse response) throws IOException {
        requests.add(received.getRequestUri());
        Misbehaviour wrong = nextMisbehaviour();
        if (wrong != null && insteadOfAnAnswer(response, wrong)) {
            return;
        }
        HttpEntity entity = received.getEntity();
        Request request = new Request(
                received.getMethod(),
                URI.create(received.getRequestUri()),
                name -> {
                    Header header = received.getFirstHeader(name);
                    return header == null ? null : header.getValue();
                },
                entity == null ? "" : new String(entity.getContent().readNBytes(BODY_BYTES), StandardCharsets.UTF_8));
        Reply reply = answering.answer(request, wrong);
        response.setCode(reply.status());
        if (reply.date() != null) {
            response.setHeader("Date", reply.date());
        }
        reply.headers().forEach(response::setHeader);
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        ContentType type = ContentType.parse(reply.type());
        if (wrong != null && wrong.kind() == Misbehaviour.Kind.CUT) {
            response.setEntity(new EntityTemplate(body.length, type, null, out -> {
                out.write(body, 0, body.length / 2);
                out.flush();
                throw new ConnectionClosedException("told to");
            }));
        } else if (wrong != null && wrong.kind() == Misbehaviour.Kind.TRUNCATED) {
            response.setEntity(new ByteArrayEntity(body, 0, body.length / 2, type));
        } else {
            response.setEntity(new ByteArrayEntity(body, type));
        }
    }

    private boolean insteadOfAnAnswer(ClassicHttpResponse response, Misbehaviour wrong) throws IOException {
        response.setCode(200);
        switch (wrong.kind()) {
            case STATUS -> {
                response.setCode(wrong.status());
                if (wrong.header() != null) {
                    response.setHeader("Retry-After", wrong.header());
                }
                send(
                        response,
                        out -> out.write("{\"status\":\"Error\",\"message\":\"told to fail\"}"
                                .getBytes(StandardCharsets.UTF_8)));
            }
            case REDIRECT -> {
                response.setCode(302);
                response.setHeader("Location", String.valueOf(wrong.header()));
            }
            case DROP -> throw new ConnectionClosedException("told to");
            case SILENT -> {
                try {
                    closed.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                throw new ConnectionClosedException("told to");
            }
            case DEEP ->
                send(response, out -> out.write(("{\"data\":" + "[".repeat(DEEP)).getBytes(StandardCharsets.UTF_8)));
            case HUGE_NUMBER ->
                send(
                        response,
                        out -> out.write(("{\"data\":[],\"count\":" + "7".repeat(DEEP) + ",\"status\":\"Success\"}")
                                .getBytes(StandardCharsets.UTF_8)));
            case TWICE ->
                send(
                        response,
                        out -> out.write(
                                "{\"data\":[],\"status\":\"Success\",\"data\":[]}".getBytes(StandardCharsets.UTF_8)));
            case ENDLESS ->
                send(response, out -> {
                    byte[] text = "a".repeat(1 << 16).getBytes(StandardCharsets.UTF_8);
                    out.write("{\"message\":\"".getBytes(StandardCharsets.UTF_8));
                    while (closed.getCount() > 0) {
                        out.write(text);
                    }
                });
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void send(ClassicHttpResponse response, org.apache.hc.core5.io.IOCallback<OutputStream> body) {
        response.setEntity(new EntityTemplate(ContentType.APPLICATION_JSON, body));
    }

    /** Reads a raw query: each name with its values in their order. */
    static Map<String, List<String>> parameters(@Nullable String rawQuery) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        if (rawQuery != null && !rawQuery.isEmpty()) {
            for (String part : rawQuery.split("&", -1)) {
                int equals = part.indexOf('=');
                String name = equals < 0 ? part : part.substring(0, equals);
                String value = equals < 0 ? "" : part.substring(equals + 1);
                parameters
                        .computeIfAbsent(URLDecoder.decode(name, StandardCharsets.UTF_8), any -> new ArrayList<>())
                        .add(URLDecoder.decode(value, StandardCharsets.UTF_8));
            }
        }
        return parameters;
    }

    static @Nullable String first(Map<String, List<String>> parameters, String name) {
        List<String> values = parameters.get(name);
        return values == null ? null : values.get(0);
    }

    @Override
    public void close() {
        closed.countDown();
        server.close(CloseMode.IMMEDIATE);
    }
}
