package io.thor4j.scan.output.syslog;

/**
 * What became of the events of a receiver. Immutable.
 *
 * @param target the receiver
 * @param events events that were to be sent
 * @param delivered events that arrived for certain; for UDP, that were sent and not refused: whether they arrived nobody knows
 * @param repeated sendings of an event that may have arrived before, after a connection broke
 * @param refused datagrams that the receiver's system refused; they were sent again
 * @param connections how often a connection was made because there was none, the first included
 * @param cut events that were cut to the longest message
 * @param lost events that found no room in the buffer, or were too long for a datagram
 * @param kept events that could not be delivered until the end and were kept on disk
 */
public record SyslogDelivery(
        SyslogTarget target,
        long events,
        long delivered,
        long repeated,
        long refused,
        long connections,
        long cut,
        long lost,
        long kept) {
    /** Tells whether every event was delivered, as far as that can be known. */
    public boolean isComplete() {
        return lost == 0 && kept == 0 && delivered == events;
    }

    /** Returns one line for people. */
    @Override
    public String toString() {
        boolean udp = target.protocol() == SyslogTarget.Protocol.UDP;
        return target + ": " + events + " events = " + delivered
                + (udp ? " sent without a receipt" : " delivered") + " + " + kept + " kept on disk + " + lost + " lost"
                + (repeated == 0 ? "" : "; " + repeated + " sent twice")
                + (refused == 0 ? "" : "; " + refused + " refused and sent again")
                + (connections <= 1 ? "" : "; connected " + connections + " times")
                + (cut == 0 ? "" : "; " + cut + " cut");
    }
}
