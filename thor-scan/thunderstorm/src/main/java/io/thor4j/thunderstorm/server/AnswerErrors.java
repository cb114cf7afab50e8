package io.thor4j.thunderstorm.server;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Writes the errors that the HTTP server itself finds in the same form as all others. Threads share it. */
final class AnswerErrors extends ErrorHandler {
    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int code,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback) {
        /* A Host that cannot be read, which Jetty notices only when it compares it with the target. */
        boolean host = cause instanceof IllegalArgumentException && request.getAttribute(ApiHandler.BEGUN) == null;
        if (host) {
            response.setStatus(400);
            Answers.error(response, callback, 400, "bad request");
            return;
        }
        String text = code >= 500 ? "internal error" : "bad request";
        Answers.error(response, callback, code, message == null || code >= 500 ? text : message);
    }
}
