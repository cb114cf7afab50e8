package io.thor4j.formats.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.Limit;
import io.thor4j.core.ThorLimits;
import io.thor4j.formats.Unpacked;
import io.thor4j.formats.container.Bytes;
import io.thor4j.formats.container.Shortfall;
import io.thor4j.formats.container.ShortfallException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RarTest {
    private static final byte[] TWO = Rars.rar("a.txt", "first", "dir\\b.txt", "second");

    @Test
    void storedFilesAreUnpacked() {
        Unpacked unpacked = Unpacked.of("/x.rar", TWO);
        assertEquals(Map.of("/x.rar/a.txt", "first", "/x.rar/dir/b.txt", "second"), unpacked.texts());
        assertEquals(List.of("RAR"), unpacked.members().get(0).labels());
        assertEquals(Set.of(), unpacked.limits());
    }

    @Test
    void missingLibraryIsAShortfallWithItsName() {
        ShortfallException e = assertThrows(ShortfallException.class, () -> new RarFormat().extract(null, false));
        assertEquals(Shortfall.NO_RAR, e.shortfall());
        assertTrue(new RarFormat().accepts(Bytes.of(TWO)), "it is met, and reported");
    }

    @Test
    void limitsAreReported() {
        ThorLimits small = ThorLimits.builder().set(Limit.MAX_FILE_SIZE, 200).build();
        Unpacked cut = Unpacked.of("x", Rars.rar("a", "12345".repeat(30)), small, Map.of());
        assertEquals(Set.of(), cut.limits());
        ThorLimits few = ThorLimits.builder().set(Limit.MAX_ENTRIES, 1).build();
        assertEquals(Set.of("max-entries"), Unpacked.of("x", TWO, few, Map.of()).limits());
    }

    @Test
    void damagedArchivesAreReported() {
        byte[] wrong = TWO.clone();
        wrong[wrong.length - 10] ^= 1;
        assertEquals(Set.of("damaged-container"), Unpacked.of("x", wrong).limits());
        for (int length = 20; length < TWO.length - 7; length++) {
            Unpacked.of("x", Arrays.copyOf(TWO, length));
        }
    }
}
