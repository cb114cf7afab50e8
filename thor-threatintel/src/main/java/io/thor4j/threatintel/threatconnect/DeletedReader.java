package io.thor4j.threatintel.threatconnect;

import io.thor4j.threatintel.IndicatorKey;
import io.thor4j.threatintel.IndicatorType;
import io.thor4j.threatintel.RemoteException;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a page of deleted indicators and finds the next. For one page. */
final class DeletedReader {
    private static final String START = "resultStart=";
    // Far more than are deleted in the days for which a server remembers them.
    private static final long MOST = 50_000_000;

    private final URI server;
    private final String target;

    DeletedReader(URI server, String target) {
        this.server = server;
        this.target = target;
    }

    DeletedPage read(AnswerReader.Answer answer, @Nullable Instant serverTime) {
        List<DeletedPage.Deleted> deleted = new ArrayList<>();
        for (Map<String, @Nullable Object> entry : answer.data()) {
            Object owner = entry.get("ownerName");
            Object summary = entry.get("summary");
            if (!(entry.get("type") instanceof String type) || !(summary instanceof String text) || text.isBlank()) {
                throw new RemoteException.BadAnswer(
                        server.getAuthority(), "a deleted indicator has no type or summary", null, null);
            }
            String value = IndicatorType.normalise(type, text);
            deleted.add(new DeletedPage.Deleted(
                    new IndicatorKey(owner instanceof String name ? name : "", type, value),
                    time(entry.get("dateAdded"))));
        }
        // After a page with nothing in it there is none, whatever the server says.
        String next = answer.next() == null || deleted.isEmpty() ? null : next(answer.next(), deleted.size());
        if (next != null && start(next) > MOST) {
            throw new RemoteException.BadAnswer(
                    server.getAuthority(),
                    "the list of deleted indicators has no end",
                    "the next run goes on from here",
                    null);
        }
        return new DeletedPage(deleted, next, serverTime);
    }

    private @Nullable Instant time(@Nullable Object text) {
        if (!(text instanceof String time) || time.isBlank()) {
            return null;
        }
        try {
            return OffsetDateTime.parse(time).toInstant();
        } catch (DateTimeException e) {
            throw new RemoteException.BadAnswer(server.getAuthority(), "dateAdded is no time: " + time, null, e);
        }
    }

    /*
     * The server names the next page by a whole address. It is followed only to the same place: a signed request goes to no other host.
     * When the address is of no use, or does not lead on, the page after this one is asked for by its offset (threat-intel-apis.md section
     * 2.3).
     */
    private String next(String address, int count) {
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        try {
            URI uri = URI.create(address);
            if (server.getScheme().equals(uri.getScheme())
                    && server.getRawAuthority().equals(uri.getRawAuthority())
                    && path.equals(uri.getRawPath())
                    && uri.getRawQuery() != null
                    && start(uri.getRawQuery()) > start(target)) {
                return path + "?" + uri.getRawQuery();
            }
        } catch (IllegalArgumentException e) {
            // Not even an address.
        }
        return path + "?" + fromOffset(query < 0 ? "" : target.substring(query + 1), count);
    }

    private String fromOffset(String query, int count) {
        List<String> parts = new ArrayList<>();
        for (String part : query.split("&", -1)) {
            if (!part.startsWith(START)) {
                parts.add(part);
            }
        }
        parts.add(START + (start(target) + count));
        return String.join("&", parts);
    }

    /** Returns the offset that a query names, 0 when it names none. */
    private static long start(String query) {
        for (String part : query.split("[?&]", -1)) {
            String digits = part.startsWith(START) ? part.substring(START.length()) : "";
            if (!digits.isEmpty() && digits.length() < 18 && digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return Long.parseLong(digits);
            }
        }
        return 0;
    }
}
