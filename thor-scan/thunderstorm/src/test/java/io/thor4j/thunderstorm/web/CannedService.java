package io.thor4j.thunderstorm.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers that a service gives seldom or only when it is made to: those that the page must survive. */
final class CannedService extends Handler.Abstract {
    /** An answer; retryAfter is empty for none. */
    record Answer(int status, String body, String retryAfter) {}

    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    /** Method, path with query, and token of each request. */
    final List<String> requests = new CopyOnWriteArrayList<>();

    volatile String token = "";

    CannedService() {
        reset();
    }

    void reset() {
        token = "";
        requests.clear();
        answers.clear();
        for (String history : new String[] {"sampleHistory", "queueHistory", "deniedHistory"}) {
            answer("/api/" + history, "{\"2026-11-22 10:00\": 3, \"2026-11-22 10:01\": 0, \"2026-11-22 10:02\": 7}");
        }
        answer("/api/status", "{\"scanned_samples\": 10, \"avg_scan_time_milliseconds\": 2.5}");
        answer(
                "/api/info",
                "{\"thor_version\": \"0.1\", \"version_info\": {\"yara\": \"4.5\"}, \"arguments\": [\"-a\", \"b\"]}");
        answer("/api/v1/recentFindings", "[]");
        answer("/api/v1/check", "[]");
    }

    void answer(String path, String body) {
        answer(path, 200, body, "");
    }

    void answer(String path, int status, String body, String retryAfter) {
        answers.put(path, new Answer(status, body, retryAfter));
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String path = Request.getPathInContext(request);
        Answer answer = answers.getOrDefault(path, new Answer(404, "404 page not found", ""));
        String authorization = request.getHeaders().get(HttpHeader.AUTHORIZATION);
        requests.add(request.getMethod() + " " + request.getHttpURI().getPathQuery() + " " + authorization);
        Content.Source.asByteBuffer(request);
        if (!token.isEmpty() && !("Bearer " + token).equals(authorization)) {
            answer = new Answer(401, "{\"message\": \"a token is needed\"}", "");
        }
        response.setStatus(answer.status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        if (!answer.retryAfter().isEmpty()) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, answer.retryAfter());
        }
        response.write(true, ByteBuffer.wrap(answer.body().getBytes(StandardCharsets.UTF_8)), callback);
        return true;
    }
}
