package io.thor4j.thunderstorm.server;

import io.thor4j.thunderstorm.server.queue.QueueException;
import io.thor4j.thunderstorm.server.queue.StoredResult;
import io.thor4j.thunderstorm.server.result.ScanAnswer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes requests to the part of the service that answers them. Threads share it. */
final class ApiHandler extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(ApiHandler.class);

    private static final String API = "/api/";
    private static final String V1 = "/api/v1/";

    /** Operations of both generations and their methods. */
    private static final Map<String, String> OPERATIONS = Map.of(
            "check", "POST",
            "checkAsync", "POST",
            "collection", "POST",
            "getAsyncResults", "GET",
            "status", "GET",
            "info", "GET",
            "queueHistory", "GET",
            "sampleHistory", "GET",
            "deniedHistory", "GET");

    /** A request attribute: the head was good, what goes wrong from here on is not the client's. */
    static final String BEGUN = "thunderstorm.begun";

    /** Ours, not THOR's: only with findings in the form of THOR 11. */
    private static final String RECENT = "recentFindings";

    private static final String LIVE = "/health/live";
    private static final String READY = "/health/ready";
    private static final String METRICS = "/metrics";

    private final Service service;
    private final UploadHandler uploads;
    private final CollectionHandler collections;
    private final ConnectionWatch connections;
    private final @Nullable Handler page;

    ApiHandler(Service service, CollectionHandler collections, ConnectionWatch connections, @Nullable Handler page) {
        this.service = service;
        this.uploads = new UploadHandler(service);
        this.collections = collections;
        this.connections = connections;
        this.page = page;
    }

    /** Returns every path that is answered, the page's apart, and its method. */
    static Map<String, String> routes() {
        Map<String, String> routes =
                new TreeMap<>(Map.of(LIVE, "GET", READY, "GET", METRICS, "GET", V1 + RECENT, "GET"));
        OPERATIONS.forEach((operation, method) -> {
            routes.put(API + operation, method);
            routes.put(V1 + operation, method);
        });
        return routes;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        request.setAttribute(BEGUN, true);
        connections.begin(request);
        String path = Request.getPathInContext(request);
        try {
            if (path.startsWith(API)) {
                boolean v3 = path.startsWith(V1);
                api(request, response, callback, path.substring(v3 ? V1.length() : API.length()), v3);
                return true;
            }
            return other(request, response, callback, path);
        } catch (QueueException e) {
            LOG.error("A request failed", e);
            Answers.error(response, callback, 500, e.reason());
            return true;
        }
    }

    private boolean other(Request request, Response response, Callback callback, String path) throws Exception {
        switch (path) {
            case LIVE -> Answers.write(response, callback, 200, "text/plain", "alive\n");
            case READY -> ready(response, callback);
            case METRICS -> {
                if (isAllowed(request, response, callback) && is(request, "GET", response, callback)) {
                    Answers.write(response, callback, 200, MetricsText.TYPE, MetricsText.write(service));
                }
            }
            default -> {
                Handler site = page;
                if (site != null && (path.equals("/") || path.startsWith("/static/"))) {
                    return site.handle(request, response, callback);
                }
                notFound(response, callback);
            }
        }
        return true;
    }

    private static void notFound(Response response, Callback callback) {
        Answers.write(response, callback, 404, "text/plain; charset=utf-8", "404 page not found\n");
    }

    private void ready(Response response, Callback callback) {
        boolean full = service.space().isFull();
        if (full || getServer().isStopping()) {
            Answers.write(response, callback, 503, "text/plain", full ? "no room for samples\n" : "stopping\n");
        } else {
            Answers.write(response, callback, 200, "text/plain", "ready\n");
        }
    }

    private boolean isAllowed(Request request, Response response, Callback callback) {
        String client = service.access().clientOf(request);
        if (client == null) {
            service.statistics().denied();
            response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer");
            Answers.error(response, callback, 401, "a valid token is needed");
            return false;
        }
        request.setAttribute(AccessLog.CLIENT, client);
        return true;
    }

    private static boolean is(Request request, String method, Response response, Callback callback) {
        String used = request.getMethod();
        if (method.equals(used) || (method.equals("GET") && "HEAD".equals(used))) {
            return true;
        }
        response.getHeaders().put(HttpHeader.ALLOW, method);
        Answers.write(response, callback, 405, "text/plain; charset=utf-8", "Method Not Allowed\n");
        return false;
    }

    private void api(Request request, Response response, Callback callback, String operation, boolean v3) {
        String method = v3 && operation.equals(RECENT) ? "GET" : OPERATIONS.get(operation);
        if (method == null) {
            notFound(response, callback);
            return;
        }
        if (!is(request, method, response, callback) || !isAllowed(request, response, callback)) {
            return;
        }
        Query query = new Query(request.getHttpURI().getQuery());
        try {
            switch (operation) {
                case "check" -> uploads.check(request, response, callback, query, v3);
                case "checkAsync" -> uploads.checkAsync(request, response, callback, query);
                case "collection" -> collections.take(request, response, callback);
                case "getAsyncResults" -> results(response, callback, query, v3);
                case "status" -> show(response, callback, query, service.status());
                case "info" -> show(response, callback, query, service.info());
                case RECENT ->
                    Answers.json(
                            response,
                            callback,
                            service.pool()
                                    .recent()
                                    .show(
                                            query.number("limit", RecentFindings.DEFAULT_LIMIT),
                                            service.queue().journal()),
                            query.is("pretty"));
                default -> history(response, callback, query, operation);
            }
        } catch (NumberFormatException e) {
            Answers.error(response, callback, 400, "a parameter is not a whole number");
        }
    }

    private static void show(Response response, Callback callback, Query query, Map<String, ?> keys) {
        Answers.json(response, callback, JsonBody.of(keys), query.is("pretty"));
    }

    private void history(Response response, Callback callback, Query query, String operation) {
        Histories history = switch (operation) {
            case "queueHistory" -> service.statistics().queue();
            case "sampleHistory" -> service.statistics().samples();
            default -> service.statistics().refusals();
        };
        show(response, callback, query, history.show(query.number("aggregate", 1), query.number("limit", 0)));
    }

    private void results(Response response, Callback callback, Query query, boolean v3) {
        if (query.get("id") == null) {
            Answers.error(response, callback, 400, "No sample ID specified");
            return;
        }
        Optional<StoredResult> found;
        try {
            found = service.queue().find(query.number("id", 0));
        } catch (NumberFormatException e) {
            Answers.error(response, callback, 400, "Invalid sample ID");
            return;
        }
        if (found.isEmpty()) {
            Answers.error(response, callback, 400, "Invalid sample ID");
            return;
        }
        StoredResult result = found.get();
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("status", result.state().text());
        if (result.state() == StoredResult.State.COMPLETE) {
            String list = v3 ? result.v3() : result.flat();
            keys.put("result", new JsonBody.Raw(list == null ? ScanAnswer.NOTHING : list));
        }
        show(response, callback, query, keys);
    }
}
