package io.thor4j.licensing.service;

import io.thor4j.core.MalformedInputException;
import io.thor4j.core.Secret;
import io.thor4j.licensing.host.HostHash;
import io.thor4j.licensing.host.HostName;
import io.thor4j.licensing.json.JsonText;
import io.thor4j.licensing.own.LicenseType;
import io.thor4j.licensing.service.LicenseRefusedException.Why;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.MimeTypes;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads requests and writes answers of a {@link LicenseService}. Threads share it. */
final class LicenseHandler extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(LicenseHandler.class);

    private static final String ISSUE = "/api/v0/licensing/issue";
    private static final String DOWNLOAD_ALL = "/api/v0/licensing/download-all";
    private static final String CONTRACT_ISSUE = "/api/public/contracts/issue/";

    /** A thousand names of 255 characters, each encoded threefold. */
    private static final int MAX_FORM_BYTES = 1 << 20;

    private final LicenseService service;

    LicenseHandler(LicenseService service) {
        this.service = service;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status;
        try {
            return answer(request, response, callback);
        } catch (LicenseRefusedException e) {
            LOG.info("Refused {} {}: {}", request.getMethod(), path(request), e.reason());
            status = e.why().status();
        } catch (MalformedInputException e) {
            LOG.info("Refused {} {}: {}", request.getMethod(), path(request), e.reason());
            status = Why.BAD_REQUEST.status();
        } catch (RuntimeException e) {
            // Such as a query that cannot be decoded, which Jetty finds when it is asked for it.
            status = e instanceof HttpException http ? http.getCode() : 500;
            LOG.warn("Request {} failed with {}", request.getMethod(), status, status >= 500 ? e : null);
        }
        return ErrorTextHandler.write(response, status, callback);
    }

    private static String path(Request request) {
        String path = Request.getPathInContext(request);
        return path.startsWith(CONTRACT_ISSUE) ? CONTRACT_ISSUE : path.length() > 60 ? path.substring(0, 60) : path;
    }

    private boolean answer(Request request, Response response, Callback callback) {
        String path = Request.getPathInContext(request);
        if (path.equals(ISSUE)) {
            return is(request, HttpMethod.POST)
                    ? zip(response, callback, issue(request))
                    : ErrorTextHandler.write(response, 405, callback);
        }
        if (path.equals(DOWNLOAD_ALL)) {
            return is(request, HttpMethod.GET)
                    ? zip(response, callback, all(request))
                    : ErrorTextHandler.write(response, 405, callback);
        }
        if (path.startsWith(CONTRACT_ISSUE)) {
            return is(request, HttpMethod.POST)
                    ? fromContract(request, response, callback, path.substring(CONTRACT_ISSUE.length()))
                    : ErrorTextHandler.write(response, 405, callback);
        }
        return ErrorTextHandler.write(response, 404, callback);
    }

    private static boolean is(Request request, HttpMethod method) {
        return method.is(request.getMethod());
    }

    private Map<String, byte[]> issue(Request request) {
        Secret token = token(request);
        // Before the body is read, which may be large or never come, and before anything is said about it.
        service.requireDownloadToken(token);
        FormBody form = FormBody.read(
                request.getHeaders().get(HttpHeader.CONTENT_TYPE), Request.asInputStream(request), MAX_FORM_BYTES);
        String type = form.first("type");
        List<String> names = form.all("hostnames");
        if (type == null || names.isEmpty() || names.size() > LicenseService.MAX_HOSTS) {
            throw new LicenseRefusedException(
                    Why.BAD_REQUEST, "the form needs a type and 1 to " + LicenseService.MAX_HOSTS + " hostnames", null);
        }
        Map<String, byte[]> files = new LinkedHashMap<>();
        List<HostName> hosts = names.stream().map(HostName::of).distinct().toList();
        service.issue(token, LicenseType.ofKey(type), hosts).forEach((host, file) -> files.put(host.fileName(), file));
        return files;
    }

    private Map<String, byte[]> all(Request request) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        // A host that had a licence before has a later one, too: the last stays.
        service.all(token(request))
                .forEach(license -> files.put(license.host() + "-" + license.contract() + ".lic", license.file()));
        return files;
    }

    private static @Nullable Secret token(Request request) {
        return secret(Request.extractQueryParameters(request).getValue("token"));
    }

    private static @Nullable Secret secret(@Nullable String value) {
        try {
            return value == null ? null : Secret.ofToken(value);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private boolean fromContract(Request request, Response response, Callback callback, String rest) {
        Secret key = secret(request.getHeaders().get(HttpHeader.AUTHORIZATION));
        String[] parts = rest.split("/", -1);
        if (parts.length != 3) {
            return ErrorTextHandler.write(response, 404, callback);
        }
        StoredLicense license =
                service.issue(key, contract(parts[0]), LicenseType.ofKey(parts[1]), HostHash.parse(parts[2]));
        if ("1".equals(Request.extractQueryParameters(request).getValue("download"))) {
            return write(response, callback, "application/octet-stream", "license.lic", license.file());
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", license.id());
        fields.put("contract", license.contract());
        fields.put("expires", license.expires());
        return write(response, callback, MimeTypes.Type.APPLICATION_JSON.asString(), null, JsonText.write(fields));
    }

    private static long contract(String text) {
        if (text.isEmpty() || text.length() > 18 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new LicenseRefusedException(Why.BAD_REQUEST, "a contract's number is not a number", null);
        }
        return Long.parseLong(text);
    }

    private static boolean zip(Response response, Callback callback, Map<String, byte[]> files) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return write(response, callback, "application/zip", "licenses.zip", bytes.toByteArray());
    }

    private static boolean write(
            Response response, Callback callback, String type, @Nullable String name, byte[] body) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        if (name != null) {
            response.getHeaders().put(new HttpField("Content-Disposition", "attachment; filename=\"" + name + "\""));
        }
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), callback);
        return true;
    }
}
