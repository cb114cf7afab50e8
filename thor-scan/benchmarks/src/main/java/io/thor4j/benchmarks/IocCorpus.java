package io.thor4j.benchmarks;

import io.thor4j.core.ioc.Ioc;
import io.thor4j.core.ioc.IocKind;
import io.thor4j.core.ioc.IocNote;
import io.thor4j.core.ioc.IocPattern;
import io.thor4j.core.ioc.IocSet;
import io.thor4j.core.ioc.IocSetBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Indicators and values to look up, the same for the same seed. Stateless. */
final class IocCorpus {
    private static final int SEED = 20_261_122;
    private static final String[] FOLDERS = {
        "\\\\Windows\\\\System32\\\\",
        "\\\\Users\\\\[^\\\\]+\\\\AppData\\\\Roaming\\\\",
        "\\\\ProgramData\\\\",
        "\\\\Temp\\\\",
        "\\\\",
        "/usr/share/",
        "\\\\inetpub\\\\wwwroot\\\\"
    };
    private static final String[] ENDS = {
        "\\.exe$", "\\.dll$", "\\.(exe|dll|bin)$", "[0-9]{1,3}\\.tmp$", "\\.php", "\\\\"
    };

    private IocCorpus() {}

    /** Makes hashes, a third of each length, with a thousand different descriptions. */
    static IocSet hashes(int count) {
        Random random = new Random(SEED);
        IocSetBuilder builder = IocSet.builder();
        List<IocNote> notes = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            notes.add(new IocNote(60 + i % 40, "Campaign " + i + " as reported", "feed-" + i % 10 + ".txt"));
        }
        int[] lengths = {IocSet.MD5_LENGTH, IocSet.SHA1_LENGTH, IocSet.SHA256_LENGTH};
        byte[] hash = new byte[IocSet.SHA256_LENGTH];
        for (int i = 0; i < count; i++) {
            random.nextBytes(hash);
            builder.hash(hash, lengths[i % 3], notes.get(i % 1_000));
        }
        return builder.build();
    }

    /** Returns hashes to look up: every second one is in the set of {@link #hashes}. */
    static List<byte[]> lookups(int count, int all) {
        Random known = new Random(SEED);
        Random other = new Random(SEED + 1);
        int[] lengths = {IocSet.MD5_LENGTH, IocSet.SHA1_LENGTH, IocSet.SHA256_LENGTH};
        int step = Math.max(1, all / (count / 2));
        List<byte[]> lookups = new ArrayList<>();
        byte[] hash = new byte[IocSet.SHA256_LENGTH];
        for (int i = 0; i < all && lookups.size() < count; i++) {
            known.nextBytes(hash);
            if (i % step == 0) {
                lookups.add(Arrays.copyOf(hash, lengths[i % 3]));
                byte[] miss = new byte[lengths[i % 3]];
                other.nextBytes(miss);
                lookups.add(miss);
            }
        }
        Collections.shuffle(lookups, other);
        return lookups;
    }

    /** Makes patterns over paths as signature-base has them: a folder, an odd name, an end. */
    static IocSet fileNames(int count) {
        Random random = new Random(SEED);
        IocSetBuilder builder = IocSet.builder();
        IocNote note = new IocNote(70, "Odd file names", "filenames.txt");
        for (int i = 0; i < count; i++) {
            String text = FOLDERS[random.nextInt(FOLDERS.length)] + word(random) + ENDS[random.nextInt(ENDS.length)];
            builder.add(
                    new Ioc(IocKind.FILENAME, IocPattern.regex(i % 3 == 0 ? "(?i)" + text : text), note, List.of()));
        }
        return builder.build();
    }

    /** Makes host names of two to four labels. */
    static IocSet domains(int count) {
        Random random = new Random(SEED);
        IocSetBuilder builder = IocSet.builder();
        IocNote note = new IocNote(100, "C2", "c2.txt");
        for (int i = 0; i < count; i++) {
            builder.host(domain(random, i), note);
        }
        return builder.build();
    }

    private static String domain(Random random, int i) {
        String host = word(random) + i + (i % 2 == 0 ? ".com" : ".example.net");
        return i % 3 == 0 ? word(random) + "." + host : host;
    }

    /** Returns everyday paths. */
    static List<String> paths(int count) {
        Random random = new Random(SEED + 2);
        String[] folders = {
            "C:\\Windows\\System32\\drivers\\",
            "C:\\Program Files\\Common Files\\",
            "C:\\Users\\john\\AppData\\Roaming\\",
            "/usr/share/doc/",
            "/home/john/project/src/main/java/"
        };
        String[] ends = {".exe", ".dll", ".txt", ".java", "-1.2.3.jar", ".sys"};
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            paths.add(folders[random.nextInt(folders.length)] + word(random) + "\\" + word(random)
                    + ends[random.nextInt(ends.length)]);
        }
        return paths;
    }

    /** Returns host names that are in no set, and some that are. */
    static List<String> hosts(int count) {
        Random random = new Random(SEED + 3);
        List<String> hosts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            hosts.add("www." + word(random) + ".cdn." + word(random) + ".com");
        }
        return hosts;
    }

    /* Six to eleven letters, spoken more or less. */
    private static String word(Random random) {
        StringBuilder word = new StringBuilder();
        int syllables = 3 + random.nextInt(3);
        for (int i = 0; i < syllables; i++) {
            word.append("bcdfghklmnprstvwz".charAt(random.nextInt(17))).append("aeiou".charAt(random.nextInt(5)));
        }
        return word.toString();
    }
}
