package io.thor4j.spiexamples;

import io.thor4j.core.Assessment;
import io.thor4j.core.Element;
import io.thor4j.core.json.JsonLogWriter;
import io.thor4j.core.spi.PostProcessingHook;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Posts each finding as a line of JSON v3. The scan never waits for the web service: findings wait in a bounded queue for one thread that
 * sends them, and a finding that does not fit into it is lost and counted. Closing waits for the queue as long as for two requests. May be
 * shared by threads.
 */
final class WebhookHook implements PostProcessingHook {
    private static final String END = "";

    private final JsonLogWriter json = new JsonLogWriter();
    private final URI url;
    private final @Nullable String authorization;
    private final Duration timeout;
    private final int minimumScore;
    private final HttpClient client;
    private final BlockingQueue<String> queue;
    private final Thread sender;
    private final AtomicLong found = new AtomicLong();
    private final AtomicLong delivered = new AtomicLong();
    private volatile String problem = "no time left";
    private volatile boolean closed;

    WebhookHook(URI url, @Nullable String authorization, Duration timeout, int capacity, int minimumScore) {
        this.url = url;
        this.authorization = authorization;
        this.timeout = timeout;
        this.minimumScore = minimumScore;
        this.queue = new LinkedBlockingQueue<>(capacity);
        /* HTTP/1.1: no upgrade of a plain connection; redirects would carry findings elsewhere. */
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        this.sender = new Thread(this::send, "example-webhook");
        sender.setDaemon(true);
        sender.start();
    }

    @Override
    public void assessed(Element element, @Nullable Assessment assessment) {
        if (assessment == null || assessment.score() < minimumScore) {
            return;
        }
        found.incrementAndGet();
        if (!queue.offer(json.toLine(assessment))) {
            problem = "the queue is full";
        }
    }

    private void send() {
        try {
            while (true) {
                String line = queue.take();
                if (line.equals(END)) {
                    return;
                }
                post(line);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void post(String line) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(line));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        try {
            int status = client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
            if (status >= 200 && status <= 299) {
                delivered.incrementAndGet();
            } else {
                problem = "HTTP status " + status;
            }
        } catch (IOException e) {
            problem = e.getClass().getSimpleName();
        }
    }

    /**
     * Waits for the queue.
     *
     * @throws IllegalStateException when findings were lost
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        long millis = timeout.multipliedBy(2).toMillis();
        try {
            if (queue.offer(END, millis, TimeUnit.MILLISECONDS)) {
                sender.join(millis);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sender.interrupt();
        long lost = found.get() - delivered.get();
        if (lost > 0) {
            throw new IllegalStateException(lost + " findings were not delivered, the last problem: " + problem);
        }
    }
}
