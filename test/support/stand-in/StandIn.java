import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import de.bwaldvogel.mongo.backend.memory.MemoryCollection;
import de.bwaldvogel.mongo.backend.memory.MemoryDatabase;
import de.bwaldvogel.mongo.bson.Document;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
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

  /** BSON's dates have milliseconds; $currentDate is taken from Java's clock here, which has more. */
  static void cutDates(Document document) {
    document.replaceAll(
        (name, value) -> value instanceof Instant date ? date.truncatedTo(ChronoUnit.MILLIS) : value);
  }

  static class Collection extends MemoryCollection {
    Collection(MemoryDatabase database, String name, CollectionOptions options, CursorRegistry cursors) {
      super(database, name, options, cursors);
    }

    @Override
    protected Integer addDocumentInternal(Document document) {
      cutDates(document);
      return super.addDocumentInternal(document);
    }

    @Override
    protected void handleUpdate(Integer position, Document before, Document after) {
      cutDates(after);
      super.handleUpdate(position, before, after);
    }
  }

  static class Database extends MemoryDatabase {
    private final CursorRegistry cursors;

    Database(String name, CursorRegistry cursors) {
      super(name, cursors);
      this.cursors = cursors;
    }

    @Override
    protected MemoryCollection openOrCreateCollection(String name, CollectionOptions options) {
      return new Collection(this, name, options, cursors);
    }
  }

  static class Backend extends MemoryBackend {
    Backend() {
      super(Clock.tickMillis(ZoneOffset.UTC));
    }

    @Override
    public MemoryDatabase openOrCreateDatabase(String name) {
      return new Database(name, getCursorRegistry());
    }
  }

  public static void main(String[] arguments) throws Exception {
    var backend = new Backend();
    backend.version(FIVE);
    var server = new MongoServer(backend);
    server.bind("127.0.0.1", arguments.length > 0 ? Integer.parseInt(arguments[0]) : 0);
    System.out.println("port " + server.getLocalAddress().getPort());
    while (System.in.read() != -1) {}
    server.shutdownNow();
    System.exit(0);
  }
}
