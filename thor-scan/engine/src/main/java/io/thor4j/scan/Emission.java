package io.thor4j.scan;

import io.thor4j.core.Assessment;
import io.thor4j.core.Message;
import io.thor4j.scan.plugin.PluginTrouble;

/** Something that a scanned element gives to the output. Immutable. */
sealed interface Emission {
    /** A verdict. */
    record Finding(Assessment assessment) implements Emission {}

    /** Something to say. */
    record Note(Message message) implements Emission {}

    /** A plugin that threw; said once for each plugin, role and kind. */
    record Failure(PluginTrouble trouble) implements Emission {}
}
