package io.thor4j.thunderstorm.server;

import io.thor4j.thunderstorm.server.queue.QueueException;
import io.thor4j.thunderstorm.server.result.ScanAnswer;
import io.thor4j.thunderstorm.server.upload.ContentType;
import io.thor4j.thunderstorm.server.upload.Sample;
import io.thor4j.thunderstorm.server.upload.UploadException;
import io.thor4j.thunderstorm.server.upload.UploadReader;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes samples. No thread waits for a client or for a scan. Threads share it. */
final class UploadHandler {
    private static final Logger LOG = LoggerFactory.getLogger(UploadHandler.class);

    /** Seconds until a client shall try again when too many wait: about what a full room needs. */
    private static final long BUSY_SECONDS = 5;

    /** Seconds until a client shall try again when the disk is full: somebody has to make room. */
    private static final long FULL_SECONDS = 30;

    private final Service service;

    UploadHandler(Service service) {
        this.service = service;
    }

    /** Scans a sample while its client waits. */
    void check(Request request, Response response, Callback callback, Query query, boolean v3) {
        boolean entered = service.pool().enter();
        AtomicBoolean left = new AtomicBoolean(!entered);
        Callback leaving = Callback.from(() -> leave(left, callback, null), failure -> leave(left, callback, failure));
        if (!entered && request.getHeaders().get(HttpHeader.EXPECT) != null) {
            busy(response, leaving);
            return;
        }
        whenDone(receive(request, query, service.queue().incoming(), false, entered), leaving, (upload, failure) -> {
            if (upload == null) {
                refuse(response, leaving, failure);
                return;
            }
            service.statistics().accepted(upload.sample().size());
            whenDone(service.pool().scan(upload.sample(), upload.source()), leaving, (answer, problem) -> {
                /* Before the answer: whoever has read it may send the next sample at once. */
                leave(left);
                answer(response, leaving, answer, query.is("pretty"), v3, problem);
            });
        });
    }

    /** What is done with a result, or else with a failure. */
    @FunctionalInterface
    private interface End<T> {
        void of(@Nullable T result, @Nullable Throwable failure);
    }

    /* What goes wrong in the end itself must not leave the client without an answer. */
    private static <T> void whenDone(CompletableFuture<T> future, Callback callback, End<T> end) {
        Future<T> unused = future.whenComplete((result, failure) -> {
            try {
                end.of(result, failure);
            } catch (RuntimeException e) {
                LOG.error("A request could not be answered", e);
                callback.failed(e);
            }
        });
    }

    private void leave(AtomicBoolean left) {
        if (!left.getAndSet(true)) {
            service.pool().leave();
        }
    }

    private void leave(AtomicBoolean left, Callback callback, @Nullable Throwable failure) {
        leave(left);
        if (failure == null) {
            callback.succeeded();
        } else {
            callback.failed(failure);
        }
    }

    private static void answer(
            Response response,
            Callback callback,
            @Nullable ScanAnswer answer,
            boolean pretty,
            boolean v3,
            @Nullable Throwable problem) {
        if (answer == null) {
            LOG.error("A scan ended without an answer", problem);
            Answers.error(response, callback, 500, "the sample could not be scanned");
        } else if (answer.failed() != null) {
            Answers.error(response, callback, 500, "the sample could not be scanned: " + answer.failed());
        } else {
            Answers.json(response, callback, v3 ? answer.v3() : answer.flat(), pretty);
        }
    }

    /** Puts a sample into the queue. */
    void checkAsync(Request request, Response response, Callback callback, Query query) {
        CompletableFuture<Long> receipt = receive(
                        request, query, service.queue().samples(), true, true)
                .thenCompose(upload -> {
                    long size = upload.sample().size();
                    service.pool().receipts().begin();
                    /* Not by the thread that writes receipts to the disk: others wait for the next ones. */
                    return service.queue()
                            .add(upload.sample(), upload.source())
                            .whenComplete(
                                    (id, failure) -> service.pool().receipts().end())
                            .thenApplyAsync(
                                    id -> {
                                        service.statistics().accepted(size);
                                        request.setAttribute(AccessLog.ID, id);
                                        return id;
                                    },
                                    request.getComponents().getExecutor());
                });
        whenDone(receipt, callback, (id, failure) -> {
            if (id == null) {
                refuse(response, callback, failure);
            } else {
                Answers.json(response, callback, JsonBody.of(Map.of("id", id)), false);
            }
        });
    }

    /** A whole upload. */
    private record Upload(Sample sample, String source) {}

    /* room: whether the upload is taken at all; one that is not is read to its end first, because many clients look for no answer before. */
    private CompletableFuture<Upload> receive(
            Request request, Query query, Path folder, boolean durable, boolean room) {
        CompletableFuture<String> source = source(request, query);
        try {
            long wait = service.access().take(String.valueOf(request.getAttribute(AccessLog.CLIENT)));
            byte[] boundary = ContentType.boundary(request.getHeaders().get(HttpHeader.CONTENT_TYPE));
            long maximum = service.settings().maxUpload();
            if (request.getLength() > maximum + (64 << 10)
                    && request.getHeaders().get(HttpHeader.EXPECT) != null) {
                throw new UploadException(413, "the file is larger than " + maximum + " bytes");
            }
            UploadReader reader = new UploadReader(
                    request,
                    boundary,
                    new Sample(folder, service.space(), maximum, durable),
                    service.settings().pace());
            if (wait > 0) {
                reader.refuse(new RefusedException("the quota of this client is used up", wait));
            } else if (!room) {
                reader.refuse(new RefusedException("too many simultaneous requests, retry later", BUSY_SECONDS));
            }
            return reader.start().thenCombine(source, (sample, name) -> {
                request.setAttribute(AccessLog.SOURCE, name);
                /* Scans may take longer than a connection may be idle. */
                request.addIdleTimeoutListener(timeout -> false);
                return new Upload(sample, name);
            });
        } catch (UploadException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<String> source(Request request, Query query) {
        String collection = query.get("scan_id");
        if (collection != null) {
            request.setAttribute(AccessLog.COLLECTION, collection);
        }
        String given = query.get("source");
        if (given != null) {
            return CompletableFuture.completedFuture(given);
        }
        return request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress peer
                        && peer.getAddress() != null
                ? service.names().of(peer.getAddress())
                : CompletableFuture.completedFuture(Request.getRemoteAddr(request));
    }

    private static void busy(Response response, Callback callback) {
        Answers.later(response, callback, "too many simultaneous requests, retry later", BUSY_SECONDS);
    }

    private void refuse(Response response, Callback callback, @Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof RefusedException refused) {
            service.statistics().denied();
            Answers.later(response, callback, refused.reason(), refused.seconds());
        } else if (cause instanceof UploadException upload && upload.status() != 503) {
            Answers.error(response, callback, upload.status(), upload.reason());
        } else if (cause instanceof UploadException || cause instanceof QueueException) {
            service.statistics().denied();
            String text =
                    cause instanceof UploadException upload ? upload.reason() : "the queue cannot take samples now";
            Answers.later(response, callback, text, FULL_SECONDS);
        } else {
            LOG.error("An upload failed", cause);
            Answers.error(response, callback, 500, "internal error");
        }
    }
}
