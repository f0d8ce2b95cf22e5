package org.mailroom.mailstore.backup;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.LongConsumer;

/**
 * Writes all tables as a stream that {@link RowsReader} reads:
 *
 * <pre>
 * file:  table* | empty name
 * table: name | count of columns 4 | (name | type 1)* | (1 | value*)* | 0
 * value: 0 for null, or 1 and: number 8 | length 4, bytes
 * </pre>
 *
 * Names as {@link DataOutputStream#writeUTF}; numbers big-endian. What lies sealed in the rows is
 * copied as it is.
 */
final class RowsWriter {
    /** Flyway's own: a restored database has written its own. */
    private static final String HISTORY = "flyway_schema_history";

    private final DataOutputStream out;
    private final LongConsumer progress;
    private long rows;

    RowsWriter(OutputStream out, LongConsumer progress) {
        this.out = new DataOutputStream(out);
        this.progress = progress;
    }

    /** Writes every table; returns their counts of rows. */
    Map<String, Long> write(Connection connection) throws SQLException, IOException {
        var counts = new LinkedHashMap<String, Long>();
        for (String table : tables(connection)) {
            counts.put(table, table(connection, table));
        }
        out.writeUTF("");
        out.flush();
        return counts;
    }

    static List<String> tables(Connection connection) throws SQLException {
        DatabaseMetaData meta = connection.getMetaData();
        var names = new TreeSet<String>();
        String[] types = {"TABLE", "BASE TABLE"};
        try (ResultSet r = meta.getTables(null, connection.getSchema(), "%", types)) {
            while (r.next()) {
                names.add(r.getString("TABLE_NAME").toLowerCase(Locale.ROOT));
            }
        }
        names.remove(HISTORY);
        return List.copyOf(names);
    }

    private long table(Connection connection, String table) throws SQLException, IOException {
        long before = rows;
        try (PreparedStatement s = connection.prepareStatement("select * from " + table)) {
            s.setFetchSize(500);
            try (ResultSet r = s.executeQuery()) {
                ColumnType[] types = header(table, r.getMetaData());
                while (r.next()) {
                    out.writeByte(1);
                    for (int i = 0; i < types.length; i++) {
                        types[i].write(r, i + 1, out);
                    }
                    rows++;
                    progress.accept(rows);
                }
            }
        }
        out.writeByte(0);
        return rows - before;
    }

    private ColumnType[] header(String table, ResultSetMetaData meta)
            throws SQLException, IOException {
        var types = new ArrayList<ColumnType>();
        out.writeUTF(table);
        out.writeInt(meta.getColumnCount());
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            ColumnType type = ColumnType.of(meta.getColumnType(i));
            types.add(type);
            out.writeUTF(meta.getColumnName(i).toLowerCase(Locale.ROOT));
            out.writeByte(type.code());
        }
        return types.toArray(ColumnType[]::new);
    }
}
