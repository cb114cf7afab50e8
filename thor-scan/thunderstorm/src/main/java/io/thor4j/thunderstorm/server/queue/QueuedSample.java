package io.thor4j.thunderstorm.server.queue;

/**
 * A sample that waits. Immutable.
 *
 * @param id the number of its receipt
 * @param file the name of its file in the queue's folder
 * @param name the name that the client gave it
 * @param source where it comes from
 * @param received when it arrived, in milliseconds since 1970
 * @param size bytes
 */
public record QueuedSample(long id, String file, String name, String source, long received, long size) {}
