package io.thor4j.thunderstorm.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Answers {@code /} with the landing page and {@code /static/*} with what it needs: its scripts and style, the OpenAPI document
 * ({@code /static/api.json}, as THOR's service has it: reference/thunderstorm.md section 1) and its documentation in Swagger UI
 * ({@code /static/docs.html}). Every other path is left to the next handler. Threads share it.
 *
 * <p>The files are the same for everybody and need no authentication: the page's scripts ask the service's own endpoints, with the token
 * that the reader types in where the service wants one. Nothing comes from elsewhere, and a content security policy holds the browser to it.
 *
 * <p>Answers: 200, 304 when the client has the file already, 404 for an unknown path under {@code /static/}, 405 for another method
 * than GET and HEAD.
 */
public final class WebPage extends Handler.Abstract.NonBlocking {
    private static final String FOLDER = "/static/";
    private static final String ERROR_POLICY =
            "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    private final StaticFiles files = StaticFiles.shared();

    /** Makes the page. */
    public WebPage() {}

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = Request.getPathInContext(request);
        StaticFile file = files.find(path);
        if (file == null && !path.startsWith(FOLDER)) {
            return false;
        }
        HttpFields.Mutable headers = response.getHeaders();
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("Cross-Origin-Opener-Policy", "same-origin");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        boolean head = HttpMethod.HEAD.is(request.getMethod());
        if (!head && !HttpMethod.GET.is(request.getMethod())) {
            headers.put(HttpHeader.ALLOW, "GET, HEAD");
            error(response, HttpStatus.METHOD_NOT_ALLOWED_405, false, callback);
        } else if (file == null) {
            error(response, HttpStatus.NOT_FOUND_404, head, callback);
        } else {
            send(file, request, response, head, callback);
        }
        return true;
    }

    private static void send(StaticFile file, Request request, Response response, boolean head, Callback callback) {
        boolean gzip = takesGzip(request.getHeaders());
        String tag = file.tag(gzip);
        HttpFields.Mutable headers = response.getHeaders();
        headers.put("Content-Security-Policy", file.policy());
        headers.put(HttpHeader.ETAG, tag);
        headers.put(HttpHeader.VARY, "Accept-Encoding");
        // Kept, but asked for each time: after an update of the service, page and scripts must be of one version.
        headers.put(HttpHeader.CACHE_CONTROL, "no-cache");
        if (isKnown(request.getHeaders(), tag)) {
            response.setStatus(HttpStatus.NOT_MODIFIED_304);
            response.write(true, null, callback);
            return;
        }
        headers.put(HttpHeader.CONTENT_TYPE, file.contentType());
        if (gzip) {
            headers.put(HttpHeader.CONTENT_ENCODING, "gzip");
        }
        body(response, file.bytes(gzip), head, callback);
    }

    private static void error(Response response, int status, boolean head, Callback callback) {
        response.setStatus(status);
        HttpFields.Mutable headers = response.getHeaders();
        headers.put("Content-Security-Policy", ERROR_POLICY);
        headers.put(HttpHeader.CACHE_CONTROL, "no-store");
        headers.put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
        String text =
                status + " " + (status == HttpStatus.NOT_FOUND_404 ? "page not found" : "method not allowed") + "\n";
        body(response, text.getBytes(StandardCharsets.US_ASCII), head, callback);
    }

    private static void body(Response response, byte[] bytes, boolean head, Callback callback) {
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
        response.write(true, head ? null : ByteBuffer.wrap(bytes).asReadOnlyBuffer(), callback);
    }

    private static boolean takesGzip(HttpFields headers) {
        // Sorted by quality, without those of quality 0.
        return headers.getQualityCSV(HttpHeader.ACCEPT_ENCODING).stream()
                .anyMatch(encoding -> "gzip".equals(encoding.toLowerCase(Locale.ROOT)));
    }

    /* A list of tags, each in quotes, which cannot be inside one: that the tag is in it needs no parser. Compared weakly, as a cache
    between may have made the tag weak (RFC 9110, sections 8.8.3 and 13.1.2). */
    private static boolean isKnown(HttpFields headers, String tag) {
        return headers.getValuesList(HttpHeader.IF_NONE_MATCH).stream()
                .anyMatch(list -> list.contains(tag) || "*".equals(list.trim()));
    }
}
