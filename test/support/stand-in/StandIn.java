import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;

/** A server in memory that speaks MongoDB's protocol as version 5.0 does. Ends when its standard input does. */
public class StandIn {
  static final MongoVersion FIVE =
      new MongoVersion() {
        public List<Integer> getVersionArray() {
          return List.of(5, 0, 0);
        }

        public int getWireVersion() {
          return 13;
        }
      };

  public static void main(String[] arguments) throws Exception {
    // MongoDB's dates have milliseconds, Java's clock has more.
    var backend = new MemoryBackend(Clock.tickMillis(ZoneOffset.UTC));
    backend.version(FIVE);
    var server = new MongoServer(backend);
    server.bind("127.0.0.1", arguments.length > 0 ? Integer.parseInt(arguments[0]) : 0);
    System.out.println("port " + server.getLocalAddress().getPort());
    while (System.in.read() != -1) {}
    server.shutdownNow();
    System.exit(0);
  }
}
