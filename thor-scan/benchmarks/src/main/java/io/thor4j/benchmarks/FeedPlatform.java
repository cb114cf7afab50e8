package io.thor4j.benchmarks;

import io.thor4j.core.http.HttpCall;
import io.thor4j.core.http.HttpTransport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A ThreatConnect of millions of indicators in a few bytes each: it answers the requests of the real client, by lastModified, by id inside
 * one second, the inactive and the deleted ones, in pages, while it changes. It also knows what is to be active, which a store is held
 * against. Indicators are numbered from 0; the number is in the value. Used by one thread.
 */
final class FeedPlatform implements HttpTransport {
    private static final Pattern FROM = Pattern.compile("lastModified GEQ \"([^\"]+)\"");
    private static final Pattern UNTIL = Pattern.compile("lastModified < \"([^\"]+)\"");
    private static final Pattern ABOVE = Pattern.compile("id > (\\d+)");
    private static final byte ABSENT = 0;
    private static final byte ACTIVE = 1;
    private static final byte INACTIVE = 2;
    private static final byte FALSE_POSITIVE = 3;

    private final Random random = new Random(20260101);
    private final byte[] state;
    private final boolean[] secondOwner;
    private final long[] id;
    private final int[] added;
    private final int[] modified;
    private final int[] expires;
    /** What changed and when, in the order of time; what changed again later is in it again. */
    private int[] logItem = new int[1 << 16];

    private int[] logTime = new int[1 << 16];
    private int logSize;
    private final List<Deleted> deleted = new ArrayList<>();
    private final int urlLifetime;
    private int now;
    private long nextId = 9007199254918487L;
    private int duringEachAnswer;
    private long changes;
    private long bytes;
    private long answers;

    private record Deleted(int item, boolean secondOwner, int added, int at) {}

    /**
     * Makes an empty one.
     *
     * @param indicators how many there can be
     * @param start its time
     * @param urlLifetime after how many seconds without a change a URL is active no more
     */
    FeedPlatform(int indicators, Instant start, int urlLifetime) {
        state = new byte[indicators];
        secondOwner = new boolean[indicators];
        id = new long[indicators];
        added = new int[indicators];
        modified = new int[indicators];
        expires = new int[indicators];
        now = (int) start.getEpochSecond();
        this.urlLifetime = urlLifetime;
    }

    Instant now() {
        return Instant.ofEpochSecond(now);
    }

    void advance(int seconds) {
        now += seconds;
    }

    /** Sets how many changes happen while each answer is under way. */
    void changeDuringAnswers(int count) {
        duringEachAnswer = count;
    }

    long changes() {
        return changes;
    }

    long bytes() {
        return bytes;
    }

    long answers() {
        return answers;
    }

    /** An indicator appears, or is changed, as nothing else is known of it. */
    void put(int item) {
        if (modified[item] == now) {
            // One change a second: the server's times are no finer, and nobody could tell the two apart.
            return;
        }
        if (state[item] == ABSENT) {
            id[item] = nextId++;
            added[item] = now;
        }
        state[item] = ACTIVE;
        expires[item] = 0;
        log(item);
    }

    private void log(int item) {
        changes++;
        modified[item] = now;
        if (logSize == logItem.length) {
            logItem = Arrays.copyOf(logItem, logSize * 2);
            logTime = Arrays.copyOf(logTime, logSize * 2);
        }
        logItem[logSize] = item;
        logTime[logSize++] = now;
    }

    /** Something happens to one of the first so many indicators. */
    void changeOne(int among) {
        int item = random.nextInt(among);
        int what = random.nextInt(100);
        if (modified[item] == now) {
            return;
        }
        if (state[item] == ABSENT || what < 35) {
            // It appears, appears again, is active again, or is only changed.
            put(item);
        } else if (what < 50) {
            state[item] = INACTIVE;
            log(item);
        } else if (what < 65) {
            deleted.add(new Deleted(item, secondOwner[item], added[item], now));
            state[item] = ABSENT;
            modified[item] = now;
            changes++;
        } else if (what < 75) {
            secondOwner[item] = !secondOwner[item];
            log(item);
        } else if (what < 95) {
            state[item] = ACTIVE;
            expires[item] = now + 3600 * (1 + random.nextInt(24 * 90));
            log(item);
        } else {
            state[item] = FALSE_POSITIVE;
            log(item);
        }
    }

    /** Returns the number in a value. */
    static int number(String type, String value) {
        return switch (type) {
            case "File" -> (int) Long.parseLong(value.substring(0, 8), 16);
            case "Address" -> {
                String[] parts = value.split("\\.", -1);
                yield (Integer.parseInt(parts[1]) << 16)
                        | (Integer.parseInt(parts[2]) << 8)
                        | Integer.parseInt(parts[3]);
            }
            case "URL" -> Integer.parseInt(value.substring(8, value.indexOf('.')));
            default -> Integer.parseInt(value.substring(1, value.indexOf('.')));
        };
    }

    static String type(int item) {
        return switch (item & 3) {
            case 0 -> "File";
            case 1 -> "Address";
            case 2 -> "URL";
            default -> "Host";
        };
    }

    private static String value(int item) {
        return switch (item & 3) {
            case 0 -> String.format("%08x%024x", item, item * 0x9e3779b97f4a7c15L);
            case 1 -> "10." + (item >> 16 & 255) + "." + (item >> 8 & 255) + "." + (item & 255);
            case 2 -> "http://u" + item + ".example/p";
            default -> "h" + item + ".example";
        };
    }

    private static String owner(boolean second) {
        return second ? "Second Source" : "First Source";
    }

    /** Returns null when a store is to hold this of an indicator as active now, and why not otherwise. */
    @Nullable
    String wrong(int item, String owner, String sourceId, Instant changed) {
        if (item < 0 || item >= state.length || !isActive(item)) {
            return "it is not active on the platform";
        } else if (!owner.equals(owner(secondOwner[item]))) {
            return "it is another owner's";
        } else if (!sourceId.equals(String.valueOf(id[item]))) {
            return "its id is " + id[item] + " and not " + sourceId;
        } else if (changed.getEpochSecond() != modified[item]) {
            return "it was changed at " + Instant.ofEpochSecond(modified[item]) + " and not " + changed;
        }
        return null;
    }

    private boolean isActive(int item) {
        return state[item] == ACTIVE
                && (expires[item] == 0 || expires[item] > now)
                && ((item & 3) != 2 || modified[item] + urlLifetime > now);
    }

    /** Returns how many are to be active now. */
    int activeCount() {
        int count = 0;
        for (int item = 0; item < state.length; item++) {
            count += isActive(item) ? 1 : 0;
        }
        return count;
    }

    @Override
    public <T> T exchange(HttpCall call, AnswerReader<T> reader) {
        for (int i = 0; i < duringEachAnswer; i++) {
            now += i == 0 ? 1 : 0;
            changeOne(state.length);
        }
        Map<String, String> parameters = new HashMap<>();
        String query = call.uri().getRawQuery();
        for (String part : query.split("&", -1)) {
            int equals = part.indexOf('=');
            parameters.put(
                    part.substring(0, equals), URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
        }
        int limit = Integer.parseInt(parameters.getOrDefault("resultLimit", "100"));
        String since = parameters.get("deletedSince");
        String tql = parameters.getOrDefault("tql", "");
        StringBuilder body = new StringBuilder(1 << 16).append("{\"data\":[");
        boolean more = since != null
                ? deleted(body, since, Integer.parseInt(parameters.getOrDefault("resultStart", "0")), limit)
                : listing(body, tql, limit);
        body.append(']');
        if (more) {
            int start = Integer.parseInt(parameters.getOrDefault("resultStart", "0")) + limit;
            body.append(",\"next\":\"").append(call.uri().getScheme()).append("://");
            body.append(call.uri().getRawAuthority())
                    .append(call.uri().getRawPath())
                    .append('?');
            body.append(query.replaceAll("&?resultStart=\\d+", ""));
            body.append("&resultStart=").append(start).append('"');
        }
        byte[] answer = body.append(",\"status\":\"Success\"}").toString().getBytes(StandardCharsets.UTF_8);
        bytes += answer.length;
        answers++;
        try {
            return reader.read(
                    new Answer(200, answer.length, null, now(), name -> null, new ByteArrayInputStream(answer)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int time(Pattern pattern, String tql, int otherwise) {
        Matcher matcher = pattern.matcher(tql);
        return matcher.find() ? (int) Instant.parse(matcher.group(1)).getEpochSecond() : otherwise;
    }

    private boolean listing(StringBuilder body, String tql, int limit) {
        int from = time(FROM, tql, 0);
        int until = time(UNTIL, tql, Integer.MAX_VALUE);
        Matcher above = ABOVE.matcher(tql);
        boolean inside = above.find();
        long lowest = inside ? Long.parseLong(above.group(1)) : -1;
        boolean inactive = tql.contains("indicatorActive = false");
        List<Integer> found = new ArrayList<>();
        for (int i = first(from); i < logSize && logTime[i] < until && (inside || found.size() <= limit); i++) {
            int item = logItem[i];
            boolean listed = state[item] != ABSENT && (state[item] == INACTIVE) == inactive;
            if (listed && modified[item] == logTime[i] && id[item] > lowest) {
                found.add(item);
            }
        }
        if (inside) {
            found.sort(Comparator.comparingLong(item -> id[item]));
        }
        for (int i = 0; i < Math.min(limit, found.size()); i++) {
            append(body.append(i == 0 ? "\n" : ",\n"), found.get(i));
        }
        return found.size() > limit;
    }

    private int first(int from) {
        int low = 0;
        int high = logSize;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (logTime[middle] < from) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void append(StringBuilder body, int item) {
        String value = value(item);
        String field = switch (item & 3) {
            case 0 -> "md5";
            case 1 -> "ip";
            case 2 -> "text";
            default -> "hostName";
        };
        body.append("{\"id\":").append(id[item]);
        body.append(",\"dateAdded\":\"").append(Instant.ofEpochSecond(added[item]));
        body.append("\",\"ownerName\":\"").append(owner(secondOwner[item]));
        body.append("\",\"webLink\":\"https://platform.invalid/#/details/indicators/")
                .append(id[item]);
        body.append("\",\"type\":\"")
                .append(type(item))
                .append("\",\"summary\":\"")
                .append(value);
        body.append("\",\"").append(field).append("\":\"").append(value);
        body.append("\",\"lastModified\":\"").append(Instant.ofEpochSecond(modified[item]));
        body.append("\",\"rating\":4.0,\"confidence\":80,\"threatAssessScore\":610,\"active\":");
        body.append(state[item] != INACTIVE).append(",\"falsePositiveFlag\":").append(state[item] == FALSE_POSITIVE);
        if (expires[item] != 0) {
            body.append(",\"externalDateExpires\":\"")
                    .append(Instant.ofEpochSecond(expires[item]))
                    .append('"');
        }
        body.append(",\"tags\":{\"data\":[{\"name\":\"Ransomware\"},{\"name\":\"Loader\"}]}}");
    }

    private boolean deleted(StringBuilder body, String since, int start, int limit) {
        int from = (int) Instant.parse(since).getEpochSecond();
        int skipped = 0;
        int written = 0;
        for (Deleted entry : deleted) {
            if (entry.at() < from || skipped++ < start) {
                continue;
            } else if (written == limit) {
                return true;
            }
            body.append(written++ == 0 ? "\n" : ",\n");
            body.append("{\"ownerName\":\"").append(owner(entry.secondOwner()));
            body.append("\",\"dateAdded\":\"").append(Instant.ofEpochSecond(entry.added()));
            body.append("\",\"type\":\"").append(type(entry.item()));
            body.append("\",\"summary\":\"").append(value(entry.item())).append("\"}");
        }
        return false;
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
