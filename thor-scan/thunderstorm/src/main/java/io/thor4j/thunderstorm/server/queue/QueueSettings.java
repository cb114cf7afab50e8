package io.thor4j.thunderstorm.server.queue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where a queue is and what it keeps. Immutable.
 *
 * @param folder the folder of all nodes; each has its own in it
 * @param node this node's name
 * @param jdbcUrl the database that nodes share, null for a file of this node's own
 * @param results how many results are kept, 0 for none
 * @param dead how long a node is not heard of until its samples are taken over, where their bytes can be reached
 * @param lost how long until those that cannot be reached are told to be lost
 * @param clock the time
 */
public record QueueSettings(
        Path folder, String node, @Nullable String jdbcUrl, long results, Duration dead, Duration lost, Clock clock) {}
