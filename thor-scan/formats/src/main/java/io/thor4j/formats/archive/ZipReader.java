package io.thor4j.formats.archive;

import io.thor4j.formats.container.Bytes;
import io.thor4j.formats.container.Container;
import io.thor4j.formats.container.DamagedException;
import io.thor4j.formats.container.Shortfall;
import io.thor4j.formats.container.ShortfallException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads one ZIP archive. For one thread. */
final class ZipReader {
    /*
     * Other readers differ in what they take for the archive: some follow the central directory, some the local headers, and of several
     * archives one after another some see the first, some the last. So both are read: first the entries of the last central directory,
     * then those local headers that lie in no entry so far. The library's reader holds all entries in memory before the first is read,
     * 650,000 of them in 30 MB; this one holds one.
     */
    private static final String LABEL = "ZIP";

    /** Members that share bytes with others and are read all the same; ours, so that a bomb of them costs little. */
    private static final int MAX_OVERLAPPING = 4;

    /** Members that share bytes with others after which no further ones are looked at; ours. */
    private static final int TOO_MANY_OVERLAPPING = 1_000;

    private final Container container;
    private final Bytes zip;
    private final List<String> passwords;
    private final TreeMap<Long, Long> taken = new TreeMap<>();
    private int overlapping;

    ZipReader(Container container) {
        this.container = container;
        this.zip = container.bytes();
        this.passwords = new ArrayList<>(container.passwords());
    }

    void read() throws IOException {
        ZipDirectory directory = ZipDirectory.find(zip);
        long end = zip.length();
        try {
            if (directory == null) {
                container.incomplete(Shortfall.DAMAGED);
            } else {
                end = directory.begin();
                central(directory);
            }
        } catch (DamagedException e) {
            container.incomplete(Shortfall.DAMAGED);
        }
        strays(end);
    }

    private void central(ZipDirectory directory) throws IOException {
        for (long at = directory.begin();
                at < directory.end() && !container.isFull() && overlapping < TOO_MANY_OVERLAPPING; ) {
            if (!zip.matches(at, ZipEntry.CENTRAL)) {
                /* A digital signature may follow the entries. */
                if (!zip.matches(at, "PK\u0005\u0005")) {
                    container.incomplete(Shortfall.DAMAGED);
                }
                return;
            }
            ZipEntry entry = ZipEntry.central(zip, at);
            at = entry.end();
            long header = entry.header() + directory.shift();
            if (!zip.matches(header, ZipEntry.LOCAL)) {
                container.incomplete(Shortfall.DAMAGED);
                continue;
            }
            long data = ZipEntry.local(zip, header).end();
            container.once(entry.name());
            entry(entry, header, data);
        }
    }

    /* Entries that no directory names: of an archive before the last one, or of one whose end is missing. */
    private void strays(long end) throws IOException {
        long at = 0;
        while (!container.isFull()) {
            at = zip.indexOf(ZipEntry.LOCAL, (int) at, (int) end);
            if (at < 0) {
                return;
            }
            Map.Entry<Long, Long> before = taken.floorEntry(at);
            if (before != null && before.getValue() > at) {
                at = Math.min(before.getValue(), end);
                continue;
            }
            at = stray(at);
        }
    }

    private long stray(long at) throws IOException {
        ZipEntry entry;
        try {
            entry = ZipEntry.local(zip, at);
        } catch (DamagedException e) {
            return at + 4;
        }
        if (!ZipCodecs.knows(entry.method()) && entry.aes() == null) {
            return at + 4;
        }
        if ((entry.flags() & ZipEntry.DESCRIPTOR) != 0 && entry.packed() == 0 && !entry.isEncrypted()) {
            return unknownSize(entry, at);
        }
        entry(entry, at, entry.end());
        return Math.max(
                at + 4, Math.min(zip.length(), entry.end() + Math.max(0, Math.min(entry.packed(), zip.length()))));
    }

    /* Sizes stand after the data: only the compression tells where that ends. */
    private long unknownSize(ZipEntry entry, long at) throws IOException {
        Bytes rest = zip.clipped(entry.end(), Long.MAX_VALUE);
        if (entry.method() == 8) {
            try (DeflateInput data = new DeflateInput(rest)) {
                hand(entry, data, -1);
                return Math.max(at + 4, entry.end() + data.used());
            }
        }
        /* Stored, until the next header; other methods end by themselves. */
        int next = rest.indexOf("PK", 0, rest.length());
        Bytes packed = entry.method() == 0 && next >= 0 ? rest.clipped(0, next) : rest;
        try (InputStream data = ZipCodecs.open(entry.method(), packed, container.memory())) {
            hand(entry, data, -1);
        }
        return entry.end();
    }

    private void entry(ZipEntry entry, long header, long data) throws IOException {
        Bytes packed = zip.clipped(data, entry.packed() < 0 ? Long.MAX_VALUE : entry.packed());
        if (entry.packed() != packed.length()) {
            container.incomplete(Shortfall.DECLARED_SIZE);
        }
        if (overlaps(header, data + packed.length())) {
            container.incomplete(Shortfall.OVERLAP);
            overlapping++;
            if (overlapping > MAX_OVERLAPPING) {
                return;
            }
        }
        if (entry.name().endsWith("/") && entry.packed() == 0) {
            return;
        }
        long size = entry.size() < 0 ? Long.MAX_VALUE : entry.size();
        try (InputStream stream = open(entry, packed)) {
            hand(entry, stream, size);
        } catch (ShortfallException e) {
            container.incomplete(e.shortfall());
        } catch (IOException | RuntimeException e) {
            container.incomplete(Shortfall.DAMAGED);
        }
    }

    private void hand(ZipEntry entry, InputStream data, long size) {
        container.member(entry.name(), LABEL, data, size, entry.modified());
    }

    private InputStream open(ZipEntry entry, Bytes packed) throws IOException {
        if (!entry.isEncrypted()) {
            return ZipCodecs.open(entry.method(), packed, container.memory());
        } else if ((entry.flags() & ZipEntry.STRONG) != 0) {
            throw new ShortfallException(Shortfall.METHOD);
        }
        for (int i = 0; i < passwords.size() && container.budget().timeLeft(); i++) {
            InputStream opened = ZipDecryption.open(entry, packed, passwords.get(i), container.contentLimit());
            if (opened != null) {
                /* What opened one entry most likely opens the next. */
                passwords.add(0, passwords.remove(i));
                return opened;
            }
        }
        throw new ShortfallException(Shortfall.ENCRYPTED);
    }

    private boolean overlaps(long begin, long end) {
        Map.Entry<Long, Long> before = taken.lowerEntry(end);
        boolean shared = before != null && before.getValue() > begin;
        taken.merge(begin, end, Math::max);
        return shared;
    }
}
