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
        String next = answer.next() == null ? null : next(answer.next(), deleted.size());
        if (next != null && next.equals(target)) {
            throw new RemoteException.BadAnswer(server.getAuthority(), "the next page is this page again", null, null);
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
     * When the address is of no use, the page after this one is asked for by its offset (threat-intel-apis.md section 2.3).
     */
    private @Nullable String next(String address, int count) {
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        try {
            URI uri = URI.create(address);
            if (server.getScheme().equals(uri.getScheme())
                    && server.getRawAuthority().equals(uri.getRawAuthority())
                    && path.equals(uri.getRawPath())
                    && uri.getRawQuery() != null) {
                return path + "?" + uri.getRawQuery();
            }
        } catch (IllegalArgumentException e) {
            // Not even an address.
        }
        return count == 0 ? null : path + "?" + fromOffset(query < 0 ? "" : target.substring(query + 1), count);
    }

    private String fromOffset(String query, int count) {
        List<String> parts = new ArrayList<>();
        long start = 0;
        for (String part : query.split("&", -1)) {
            if (part.startsWith(START) && part.length() < START.length() + 18) {
                start = Long.parseLong(part.substring(START.length()));
            } else {
                parts.add(part);
            }
        }
        parts.add(START + (start + count));
        return String.join("&", parts);
    }
}
