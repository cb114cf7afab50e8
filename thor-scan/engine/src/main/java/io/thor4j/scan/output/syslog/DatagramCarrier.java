package io.thor4j.scan.output.syslog;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.List;

/** Datagrams (RFC 5426). Used by one thread, except for {@link #close}. */
final class DatagramCarrier implements Carrier {
    /** The longest datagram of UDP over IPv4, in bytes. */
    static final int MAX_BYTES = 65_507;

    private final DatagramChannel channel;
    private final ByteBuffer answer = ByteBuffer.allocate(64);

    private DatagramCarrier(DatagramChannel channel) {
        this.channel = channel;
    }

    static DatagramCarrier open(SyslogTarget target) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        try {
            InetSocketAddress address = new InetSocketAddress(target.host(), target.port());
            if (address.isUnresolved()) {
                throw new IOException("no address of " + target.host());
            }
            channel.connect(address);
            channel.configureBlocking(false);
            return new DatagramCarrier(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public int send(List<byte[]> messages) throws IOException {
        int sent = 0;
        for (byte[] message : messages) {
            try {
                /* Where the system of the receiver refuses datagrams, it says so to the next call: at once on the same machine. */
                while (channel.write(ByteBuffer.wrap(message)) == 0) {
                    Thread.onSpinWait();
                }
                answer.clear();
                channel.read(answer);
            } catch (PortUnreachableException e) {
                return sent;
            }
            sent++;
        }
        return sent;
    }

    @Override
    public void finish() throws IOException {
        close();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            /* It is gone either way. */
            return;
        }
    }
}
