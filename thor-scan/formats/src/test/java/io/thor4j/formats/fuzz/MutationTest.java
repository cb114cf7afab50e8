package io.thor4j.formats.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Containers that were damaged: bytes changed, cut out, doubled, numbers made large. */
class MutationTest {
    private static final List<byte[]> ALL = all();

    private static List<byte[]> all() {
        List<byte[]> all = new ArrayList<>(Samples.zip());
        all.addAll(Samples.streams());
        all.addAll(Samples.tar());
        all.addAll(Samples.sevenZip());
        all.addAll(Samples.cab());
        all.addAll(Samples.rar());
        all.addAll(Samples.mail());
        all.addAll(Samples.ole());
        return all;
    }

    /** A change at a place, both taken modulo what there is. */
    record Change(int place, int kind, byte value) {
        byte[] on(byte[] bytes) {
            if (bytes.length == 0) {
                return bytes;
            }
            int at = Math.floorMod(place, bytes.length);
            byte[] changed = bytes.clone();
            switch (Math.floorMod(kind, 5)) {
                case 0 -> changed[at] = value;
                case 1 -> changed[at] ^= (byte) (1 << (value & 7));
                case 2 -> {
                    for (int i = at; i < Math.min(changed.length, at + 4 + (value & 4)); i++) {
                        changed[i] = (byte) 0xFF;
                    }
                }
                case 3 -> {
                    return Arrays.copyOf(bytes, at);
                }
                default -> {
                    changed = new byte[bytes.length + 8];
                    System.arraycopy(bytes, 0, changed, 0, at);
                    System.arraycopy(bytes, at, changed, at + 8, bytes.length - at);
                }
            }
            return changed;
        }
    }

    @Provide
    Arbitrary<List<Change>> changes() {
        return Combinators.combine(Arbitraries.integers(), Arbitraries.integers(), Arbitraries.bytes())
                .as(Change::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
    }

    @Property(tries = 400)
    void damagedContainersAreSurvived(@ForAll int which, @ForAll("changes") List<Change> changes) {
        byte[] bytes = ALL.get(Math.floorMod(which, ALL.size()));
        for (Change change : changes) {
            bytes = change.on(bytes);
        }
        Survival.of(bytes);
    }
}
