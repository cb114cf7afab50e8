package io.thor4j.threatintel.taxii;

import io.thor4j.core.http.HttpCall;
import io.thor4j.core.http.HttpTransport;
import io.thor4j.core.http.Retry;
import io.thor4j.threatintel.IntelLimits;
import io.thor4j.threatintel.RemoteException;
import io.thor4j.threatintel.http.RemoteCalls;
import io.thor4j.threatintel.json.JsonTree;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;

/**
 * Reads a TAXII 2.1 server. Threads may share it. A page is held in memory, a collection never. The credentials go to the configured server
 * only: an API root elsewhere is an error, and no redirect is followed.
 */
public final class TaxiiClient {
    private static final String MEDIA_TYPE = "application/taxii+json";
    private static final String ACCEPT = MEDIA_TYPE + ";version=2.1";

    private final URI url;
    private final TaxiiCredentials credentials;
    private final RemoteCalls calls;
    private final JsonTree json;

    /**
     * Makes a client.
     *
     * @param url the discovery address, such as {@code https://host/taxii2/}, or that of an API root
     * @param credentials who asks
     * @param transport sends; stays open when the client is done
     * @param retry how often requests are repeated
     * @param limits how much is read of an answer
     * @throws IllegalArgumentException when the address is none
     */
    public TaxiiClient(
            URI url, TaxiiCredentials credentials, HttpTransport transport, Retry retry, IntelLimits limits) {
        boolean http = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
        if (!http || url.getHost() == null || url.getRawUserInfo() != null || url.getRawQuery() != null) {
            throw new IllegalArgumentException("not the address of a TAXII server: give https://host/taxii2/");
        }
        this.url = slash(url);
        this.credentials = Objects.requireNonNull(credentials, "credentials");
        this.calls = new RemoteCalls(transport, retry, limits);
        this.json = new JsonTree(limits);
    }

    /* Every address of TAXII ends with a slash (TAXII 2.1 section 1.6.5), and what is relative is relative to that. */
    private static URI slash(URI uri) {
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        return path.endsWith("/") ? uri : URI.create(uri.getScheme() + "://" + uri.getRawAuthority() + path + "/");
    }

    /**
     * Finds the API roots: those that the discovery names, the default first; the address itself when it is one.
     *
     * @return at least one
     * @throws RemoteException when there is no answer, or none that can be used, or a root is elsewhere
     */
    public List<URI> apiRoots() {
        Map<String, @Nullable Object> answer = get(url);
        if (answer.get("versions") instanceof List<?>) {
            return List.of(url);
        }
        List<URI> roots = new ArrayList<>();
        if (answer.get("default") instanceof String root) {
            roots.add(root(root));
        }
        if (answer.get("api_roots") instanceof List<?> list) {
            for (Object entry : list) {
                URI root = root(String.valueOf(entry));
                if (!roots.contains(root)) {
                    roots.add(root);
                }
            }
        }
        if (roots.isEmpty()) {
            throw bad("the answer names no API root", "is this the discovery address? It often ends with /taxii2/");
        }
        return roots;
    }

    private URI root(String text) {
        URI root;
        try {
            root = slash(url.resolve(text));
        } catch (IllegalArgumentException e) {
            throw bad("the address of an API root is none", null);
        }
        boolean here = Objects.equals(root.getScheme(), url.getScheme())
                && Objects.equals(root.getRawAuthority(), url.getRawAuthority());
        if (!here || root.getRawQuery() != null) {
            throw bad(
                    "an API root is elsewhere: " + root.getScheme() + "://" + root.getHost(),
                    "the credentials go nowhere else; configure that server's address");
        }
        return root;
    }

    /**
     * Lists the collections of an API root.
     *
     * @param root the API root
     * @throws RemoteException when there is no answer, or none that can be used
     */
    public List<TaxiiCollection> collections(URI root) {
        List<TaxiiCollection> collections = new ArrayList<>();
        if (get(root.resolve("collections/")).get("collections") instanceof List<?> list) {
            for (Object entry : list) {
                if (!(entry instanceof Map<?, ?> fields) || !(fields.get("id") instanceof String id) || id.isBlank()) {
                    throw bad("a collection has no id", "nothing of the answer was used");
                }
                collections.add(new TaxiiCollection(
                        id,
                        fields.get("title") instanceof String title && !title.isBlank() ? title : id,
                        fields.get("alias") instanceof String alias ? alias : null,
                        Boolean.TRUE.equals(fields.get("can_read"))));
            }
        }
        return collections;
    }

    /**
     * Reads a page of the indicators of a collection, in the order in which they were added; of each its latest version.
     *
     * @param root the API root
     * @param collection the collection's id
     * @param addedAfter only what was added later, as TAXII writes times; null for everything
     * @param next the page, as the page before named it; null for the first
     * @param limit how many objects are wanted; the server may send fewer
     * @throws RemoteException when there is no answer, or none that can be used
     */
    public TaxiiPage indicators(
            URI root, String collection, @Nullable String addedAfter, @Nullable String next, int limit) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("match[type]", "indicator");
        parameters.put("limit", String.valueOf(limit));
        if (addedAfter != null) {
            parameters.put("added_after", addedAfter);
        }
        if (next != null) {
            parameters.put("next", next);
        }
        StringBuilder query = new StringBuilder();
        parameters.forEach((name, value) -> query.append(query.length() == 0 ? "?" : "&")
                .append(encode(name))
                .append('=')
                .append(encode(value)));
        return call(root.resolve("collections/" + encode(collection) + "/objects/" + query), this::page);
    }

    private TaxiiPage page(HttpTransport.Answer answer) {
        List<Map<String, @Nullable Object>> objects = new ArrayList<>();
        boolean more = false;
        String next = null;
        try (JsonParser parser = json.open(answer.body())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new StreamReadException(parser, "not a JSON object");
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (name.equals("objects") && parser.currentToken() == JsonToken.START_ARRAY) {
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        objects.add(JsonTree.object(parser));
                    }
                    continue;
                }
                Object value = JsonTree.value(parser);
                more |= name.equals("more") && Boolean.TRUE.equals(value);
                next = name.equals("next") && value instanceof String text && !text.isEmpty() ? text : next;
            }
            if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
                throw new StreamReadException(parser, "the object does not end where the answer does");
            }
        }
        return new TaxiiPage(objects, more, more ? next : null, time(answer), answer.date());
    }

    private @Nullable String time(HttpTransport.Answer answer) {
        String text = answer.header().apply("X-TAXII-Date-Added-Last");
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            OffsetDateTime.parse(text.strip());
            return text.strip();
        } catch (DateTimeException e) {
            throw bad("X-TAXII-Date-Added-Last is no time", "nothing of the answer was used");
        }
    }

    private Map<String, @Nullable Object> get(URI uri) {
        return call(uri, answer -> json.object(answer.body().readAllBytes()));
    }

    private <T> T call(URI uri, HttpTransport.AnswerReader<T> reader) {
        Map<String, String> headers = new LinkedHashMap<>(credentials.headers());
        headers.put("Accept", ACCEPT);
        return calls.call(
                () -> HttpCall.get(uri, headers),
                answer -> {
                    mediaType(answer);
                    return reader.read(answer);
                },
                failure -> false,
                this::message);
    }

    /* TAXII 2.1 section 1.6.8.1. A server that leaves the version out means its latest; another version is another protocol. */
    private void mediaType(HttpTransport.Answer answer) throws IOException {
        String type = answer.header().apply("Content-Type");
        String lower = type == null ? "" : type.toLowerCase(Locale.ROOT).replace(" ", "");
        boolean taxii = lower.equals(MEDIA_TYPE) || lower.startsWith(MEDIA_TYPE + ";");
        if (!taxii || (lower.contains(";version=") && !lower.contains(";version=2.1"))) {
            throw bad("the answer is no TAXII 2.1" + (type == null ? "" : " but " + shown(type)), "check the address");
        }
    }

    private static String shown(String type) {
        StringBuilder text = new StringBuilder();
        type.codePoints().limit(80).forEach(c -> text.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
        return text.toString();
    }

    private @Nullable String message(String body) {
        try {
            Map<String, @Nullable Object> error = json.object(body);
            return error.get("description") instanceof String description
                    ? description
                    : error.get("title") instanceof String title ? title : null;
        } catch (JacksonException e) {
            return null;
        }
    }

    RemoteException bad(String reason, @Nullable String hint) {
        return new RemoteException.BadAnswer(url.getAuthority(), reason, hint, null);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Shows the address, no secret. */
    @Override
    public String toString() {
        return url.toString();
    }
}
