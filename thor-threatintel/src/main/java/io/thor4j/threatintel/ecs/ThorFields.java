package io.thor4j.threatintel.ecs;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows 9 to 22 and 24 to 40 of threat-intel-apis.md section 1.4, on one document. For one document. */
final class ThorFields {
    private static final DateTimeFormatter US = DateTimeFormatter.ofPattern("M/d/uuuu", Locale.ROOT);

    private final FieldTree doc;
    private final List<String> category;

    ThorFields(FieldTree doc, List<String> category) {
        this.doc = doc;
        this.category = category;
    }

    void map() {
        if (doc.get("thor.file") instanceof String) {
            doc.move("thor.file", "file.path"); // 9
        }
        times();
        doc.move("thor.level", "log.level"); // 12
        doc.move("thor.message", "message");
        doc.move("thor.module", "event.module");
        if (doc.get("thor.image.path") == null
                && doc.text("thor.image_path") != null
                && !(doc.get("thor.image") instanceof String)) {
            doc.put("thor.image.path", doc.text("thor.image_path")); // 13
        }
        doc.remove("thor.image_path");
        types();
        process();
        network();
        registry();
        doc.move("thor.log_version", "event.version"); // 24
        users();
        doc.move("thor.hostname", "host.name"); // 26
        doc.append("related.hosts", doc.get("host.name"));
        file();
        names();
        dates();
        duration();
        related();
    }

    private void error(String field, String what, @Nullable Object value) {
        doc.append("error.message", field + " is no " + what + ": " + value);
    }

    private void times() {
        Object time = doc.remove("thor.time"); // 10
        String date = FieldTree.date(time);
        if (date != null) {
            doc.put("@timestamp", date);
        } else if (time != null) {
            error("time", "time", time);
        }
        Object end = doc.remove("thor.end_time"); // 11
        String endDate = FieldTree.date(end);
        if (endDate != null) {
            doc.put("event.end", endDate);
        } else if (end != null && !end.equals("")) {
            error("end_time", "time", end);
        }
    }

    private void types() {
        for (String name :
                List.of("exec_flag", "enabled", "is_admin", "no_expire", "active", "locked", "valid")) { // 14
            Object value = doc.get("thor." + name);
            if (value instanceof String text) {
                boolean known = text.equals("true") || text.equals("false");
                replace("thor." + name, known ? Boolean.valueOf(text) : null, "boolean");
            } else if (value != null && !(value instanceof Boolean)) {
                replace("thor." + name, null, "boolean");
            }
        }
        for (String name :
                List.of("badpwcount", "entries", "event_id", "num_logons", "scanned", "port", "rport")) { // 15, 19
            number("thor." + name);
        }
        Object age = doc.get("thor.pass_age");
        if (age instanceof String text) {
            replace("thor.pass_age", decimal(text), "number");
        }
    }

    private void number(String path) {
        Object value = doc.get(path);
        if (value != null && !(value instanceof Long) && !(value instanceof BigInteger)) {
            replace(path, whole(decimal(String.valueOf(value))), "whole number");
        }
    }

    private static @Nullable Long whole(@Nullable BigDecimal number) {
        if (number == null || number.precision() >= 19 || Math.abs(number.scale()) >= 19) {
            return null;
        }
        return number.stripTrailingZeros().scale() <= 0 ? number.longValue() : null;
    }

    private static @Nullable BigDecimal decimal(String text) {
        try {
            return text.length() > 40 ? null : new BigDecimal(text.strip());
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private void replace(String path, @Nullable Object value, String what) {
        Object old = doc.remove(path);
        if (value == null) {
            if (!"".equals(old)) {
                error(path, what, old);
            }
        } else {
            doc.put(path, value);
        }
    }

    private void process() {
        if (category.contains("process")) { // 16
            number("thor.pid");
            number("thor.ppid");
            doc.move("thor.pid", "process.pid");
            doc.move("thor.ppid", "process.parent.pid");
            doc.move("thor.process_name", "process.name");
            doc.move("thor.command", "process.command_line");
            doc.move("thor.parent", "process.parent.executable");
            doc.move("thor.image.path", "process.executable");
        }
    }

    private void network() {
        for (String name : List.of("ip", "rip")) {
            Object value = doc.get("thor." + name);
            if ("*".equals(value)) {
                doc.remove("thor." + name); // 18
            } else if (value != null && !(value instanceof String text && IpText.isAddress(text))) {
                replace("thor." + name, null, "address"); // 19
            }
        }
        if (category.contains("network")) {
            if (doc.get("thor.protocol") instanceof String protocol) { // 17
                doc.remove("thor.protocol");
                doc.put("network.transport", protocol.toLowerCase(Locale.ROOT));
            }
            doc.move("thor.ip", "source.ip");
            doc.move("thor.port", "source.port");
            doc.move("thor.rip", "destination.ip");
            doc.move("thor.rport", "destination.port");
        }
        if ("ProcessConnections".equals(doc.get("event.module"))) {
            doc.append("event.type", "connection"); // 20
        }
        doc.append("related.ip", doc.get("source.ip")); // 21
        doc.append("related.ip", doc.get("destination.ip"));
    }

    private void registry() {
        if (category.contains("registry")) { // 22
            doc.move("thor.key", "registry.key");
            doc.move("thor.entry", "registry.value");
            doc.move("thor.hive", "registry.path");
        }
    }

    private void users() {
        doc.move("thor.user", "user.name"); // 25
        doc.append("related.user", doc.get("user.name"));
        doc.move("thor.userid", "user.id");
        doc.move("thor.domain", "user.domain");
        if ("Users".equals(doc.get("event.module"))) {
            doc.move("thor.full_name", "user.full_name");
        }
    }

    private void file() {
        doc.move("thor.file.group", "file.group"); // 27
        doc.move("thor.file.owner", "file.owner");
        doc.move("thor.file.md5", "file.hash.md5");
        doc.move("thor.file.sha1", "file.hash.sha1");
        doc.move("thor.file.sha256", "file.hash.sha256");
        doc.move("thor.file.size", "file.size");
        if (doc.get("file.path") == null) {
            doc.move("thor.file.path", "file.path"); // 28
        }
        String path = doc.text("file.path"); // 29
        if (path != null) {
            String name = PathText.name(path);
            if (name == null) {
                error("file.path", "path with a file name", path);
            } else {
                doc.put("file.name", name);
            }
        }
    }

    private void names() {
        doc.move("thor.lastrun", "thor.last_run"); // 30
        doc.move("thor.nextrun", "thor.next_run");
        doc.move("thor.firstbytes", "thor.first_bytes");
        doc.move("thor.eventconsumername", "thor.event_consumer_name");
        doc.move("thor.eventconsumer", "thor.event_consumer");
        doc.move("thor.eventfiltername", "thor.event_filter_name");
        doc.move("thor.eventfilter", "thor.event_filter");
        doc.move("thor.filtertype", "thor.filter_type");
        for (String object : List.of("file", "image", "app")) { // 31
            fileNames(doc.get("thor." + object), true);
        }
        fileNames(doc.get("thor.archive"), false);
        fileNames(doc.get("thor.files"), true);
    }

    @SuppressWarnings("unchecked") // all maps of the tree were made by FieldTree.copy
    private static void fileNames(@Nullable Object object, boolean description) {
        if (object instanceof List<?> list) {
            list.forEach(entry -> fileNames(entry, description));
        } else if (object instanceof Map<?, ?> map) {
            FieldTree file = new FieldTree((Map<String, @Nullable Object>) map);
            file.move("firstbytes", "first_bytes");
            if (description) {
                file.move("desc", "description");
            }
        }
    }

    private void dates() {
        move("thor.file.accessed", "file.accessed"); // 32
        move("thor.file.changed", "file.ctime");
        move("thor.file.modified", "file.mtime");
        move("thor.file.created", "file.created");
        for (String name : List.of( // 33
                "image.accessed",
                "image.created",
                "image.modified",
                "image.changed",
                "created",
                "modified",
                "last_run",
                "next_run")) {
            inPlace("thor." + name, true, true);
        }
        inLists("thor.files", List.of("created", "accessed", "modified")); // 34
        ruleDates();
        if (doc.get("thor.start") instanceof String start && start.indexOf(',') > 0) { // 35
            doc.put("thor.start", start.substring(0, start.indexOf(',')).strip());
        }
        inPlace("thor.start", true, true);
        for (String name : List.of( // 36
                "app.created",
                "archive.accessed",
                "archive.created",
                "archive.modified",
                "date",
                "event_time",
                "last_logon",
                "log_accessed",
                "log_created",
                "log_modified",
                "start_time",
                "timestamp")) {
            inPlace("thor." + name, false, true);
        }
        installedOn();
    }

    private void move(String from, String to) {
        Object value = doc.get(from);
        String date = FieldTree.date(value);
        if (date != null) {
            doc.remove(from);
            doc.put(to, date);
        } else if (value != null && !value.equals("")) {
            error(from, "time", value);
        }
    }

    private void inPlace(String path, boolean keep, boolean report) {
        Object value = doc.get(path);
        if (value == null || value.equals("")) {
            return;
        }
        String date = FieldTree.date(value);
        if (date != null) {
            doc.put(path, date);
            return;
        }
        if (!keep) {
            doc.remove(path);
        }
        if (report) {
            error(path, "time", value);
        }
    }

    @SuppressWarnings("unchecked") // all maps of the tree were made by FieldTree.copy
    private void inLists(String path, List<String> names) {
        if (doc.get(path) instanceof List<?> list) {
            for (Object entry : list) {
                if (entry instanceof Map<?, ?> map) {
                    ThorFields inner = new ThorFields(new FieldTree((Map<String, @Nullable Object>) map), List.of());
                    names.forEach(name -> inner.inPlace(name, true, false));
                }
            }
        }
    }

    private void ruleDates() {
        inLists("thor.reasons", List.of("signature.ruledate"));
    }

    private void installedOn() {
        Object value = doc.get("thor.installed_on"); // 37
        if (value == null || value.equals("")) {
            return;
        }
        String date = FieldTree.date(value);
        if (date == null && value instanceof String text) {
            try {
                date = FieldTree.date(LocalDate.parse(text.strip(), US).toString());
            } catch (DateTimeException e) {
                date = null;
            }
        }
        if (date != null) {
            doc.put("thor.installed_on", date);
        } else {
            doc.remove("thor.installed_on");
            error("thor.installed_on", "date", value);
        }
    }

    private void duration() {
        if (!(doc.get("thor.duration") instanceof String text) || text.isEmpty()) { // 38
            return;
        }
        long seconds = 0;
        String[] words = text.strip().split(" +", -1);
        for (int i = 0; i + 1 < words.length; i += 2) {
            BigDecimal number = decimal(words[i]);
            long unit = words[i + 1].startsWith("hour")
                    ? 3600
                    : words[i + 1].startsWith("min") ? 60 : words[i + 1].startsWith("sec") ? 1 : 0;
            seconds += number == null ? 0 : (long) (number.doubleValue() * unit);
        }
        doc.put("thor.duration", seconds);
    }

    private void related() {
        for (String name : List.of("md5", "sha1", "sha256")) { // 39
            doc.append("related.hash", doc.get("file.hash." + name));
        }
        for (String path : List.of( // 40
                "file.owner",
                "thor.run_as_user",
                "thor.exe_owner",
                "thor.image.owner",
                "thor.owner",
                "thor.unit_owner")) {
            doc.append("related.user", doc.get(path));
        }
        if (doc.get("thor.files") instanceof List<?> files) {
            for (Object entry : files) {
                doc.append("related.user", entry instanceof Map<?, ?> file ? file.get("owner") : null);
            }
        }
    }
}
