package org.mailroom.mailstore.backup;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Puts what {@link RowsWriter} wrote into empty tables, so many rows at a time. */
final class RowsReader {
    private static final int BATCH = 200;

    private final DataInputStream in;
    private String insert = "";
    private List<ColumnType> types = List.of();
    private boolean inTable;

    RowsReader(InputStream in) {
        this.in = new DataInputStream(in);
    }

    /** Inserts up to {@code limit} rows; returns how many, less than the limit at the end. */
    int load(Connection connection, int limit) throws SQLException, IOException {
        int done = 0;
        while (done < limit && (inTable || nextTable())) {
            done += rows(connection, limit - done);
        }
        return done;
    }

    private boolean nextTable() throws IOException {
        String table = in.readUTF();
        if (table.isEmpty()) {
            return false;
        }
        int count = in.readInt();
        var names = new ArrayList<String>();
        types = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(name(in.readUTF()));
            types.add(ColumnType.ofCode(in.readByte()));
        }
        insert =
                "insert into %s (%s) values (?%s)"
                        .formatted(name(table), String.join(", ", names), ", ?".repeat(count - 1));
        inTable = true;
        return true;
    }

    // it becomes part of a statement
    private static String name(String name) throws IOException {
        if (!name.matches("[a-z][a-z0-9_]*")) {
            throw new IOException("the rows are damaged: a name that is none");
        }
        return name;
    }

    private int rows(Connection connection, int limit) throws SQLException, IOException {
        int done = 0;
        try (PreparedStatement s = connection.prepareStatement(insert)) {
            int batched = 0;
            while (done < limit && inTable) {
                inTable = in.readByte() == 1;
                if (inTable) {
                    for (int i = 0; i < types.size(); i++) {
                        types.get(i).read(in, s, i + 1);
                    }
                    s.addBatch();
                    done++;
                    batched++;
                }
                if (batched == BATCH || (batched > 0 && (!inTable || done == limit))) {
                    s.executeBatch();
                    batched = 0;
                }
            }
        }
        return done;
    }
}
