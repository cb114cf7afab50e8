package io.thor4j.thunderstorm.server;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes one JSON object a line for each request. What cannot be written is said once. Threads share it. */
final class AccessLog implements RequestLog, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);

    /** Request attributes that are shown: the client, the source, the receipt, the collection. */
    static final String CLIENT = "thunderstorm.client";

    static final String SOURCE = "thunderstorm.source";
    static final String ID = "thunderstorm.id";
    static final String COLLECTION = "thunderstorm.collection";

    private final BufferedWriter out;
    private final Clock clock;
    private boolean broken;

    AccessLog(Path file, Clock clock) throws IOException {
        this.out = Files.newBufferedWriter(
                file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        this.clock = clock;
    }

    @Override
    public void log(Request request, Response response) {
        Map<String, Object> line = new LinkedHashMap<>();
        Instant now = clock.instant();
        line.put("time", now);
        line.put("remote", Request.getRemoteAddr(request));
        line.put("method", request.getMethod());
        line.put("uri", request.getHttpURI().getPathQuery());
        line.put("protocol", request.getConnectionMetaData().getProtocol());
        line.put("status", response.getStatus());
        line.put("received", Request.getContentBytesRead(request));
        line.put("sent", Response.getContentBytesWritten(response));
        line.put("milliseconds", (System.nanoTime() - request.getBeginNanoTime()) / 1_000_000);
        String agent = request.getHeaders().get(HttpHeader.USER_AGENT);
        if (agent != null) {
            line.put("agent", agent);
        }
        put(line, request, CLIENT, "client");
        put(line, request, SOURCE, "source");
        put(line, request, ID, "id");
        put(line, request, COLLECTION, "scan_id");
        write(JsonBody.of(line));
    }

    private static void put(Map<String, Object> line, Request request, String attribute, String name) {
        Object value = request.getAttribute(attribute);
        if (value != null) {
            line.put(name, value);
        }
    }

    private synchronized void write(String line) {
        try {
            out.write(line);
            out.write('\n');
            out.flush();
            broken = false;
        } catch (IOException e) {
            if (!broken) {
                LOG.error("The access log cannot be written", e);
            }
            broken = true;
        }
    }

    @Override
    public synchronized void close() throws IOException {
        out.close();
    }
}
