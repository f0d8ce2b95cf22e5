package org.mailroom.mailstore.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;

/** The kinds of column there are in tables of the store, the same for every database. */
enum ColumnType {
    NUMBER('n', Types.BIGINT) {
        @Override
        void put(ResultSet row, int column, DataOutputStream out) throws SQLException, IOException {
            out.writeLong(row.getLong(column));
        }

        @Override
        void take(DataInputStream in, PreparedStatement to, int column)
                throws SQLException, IOException {
            to.setLong(column, in.readLong());
        }
    },
    TEXT('t', Types.VARCHAR) {
        @Override
        void put(ResultSet row, int column, DataOutputStream out) throws SQLException, IOException {
            bytes(row.getString(column).getBytes(UTF_8), out);
        }

        @Override
        void take(DataInputStream in, PreparedStatement to, int column)
                throws SQLException, IOException {
            to.setString(column, new String(bytes(in), UTF_8));
        }
    },
    BYTES('b', Types.VARBINARY) {
        @Override
        void put(ResultSet row, int column, DataOutputStream out) throws SQLException, IOException {
            bytes(row.getBytes(column), out);
        }

        @Override
        void take(DataInputStream in, PreparedStatement to, int column)
                throws SQLException, IOException {
            to.setBytes(column, bytes(in));
        }
    };

    private final byte code;
    private final int sql;

    ColumnType(char code, int sql) {
        this.code = (byte) code;
        this.sql = sql;
    }

    byte code() {
        return code;
    }

    /** The one for a type of {@link Types}. A table with another kind of column needs one here. */
    static ColumnType of(int sqlType) {
        return switch (sqlType) {
            case Types.BIGINT, Types.INTEGER, Types.SMALLINT -> NUMBER;
            case Types.VARCHAR, Types.CHAR -> TEXT;
            case Types.VARBINARY, Types.BINARY -> BYTES;
            default -> throw new IllegalStateException("no form for a column of type " + sqlType);
        };
    }

    static ColumnType ofCode(byte code) throws IOException {
        for (ColumnType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        throw new IOException("the rows are damaged: a column of type " + code);
    }

    abstract void put(ResultSet row, int column, DataOutputStream out)
            throws SQLException, IOException;

    abstract void take(DataInputStream in, PreparedStatement to, int column)
            throws SQLException, IOException;

    void write(ResultSet row, int column, DataOutputStream out) throws SQLException, IOException {
        boolean there = row.getObject(column) != null;
        out.writeBoolean(there);
        if (there) {
            put(row, column, out);
        }
    }

    void read(DataInputStream in, PreparedStatement to, int column)
            throws SQLException, IOException {
        if (in.readBoolean()) {
            take(in, to, column);
        } else {
            to.setNull(column, sql);
        }
    }

    private static void bytes(byte[] bytes, DataOutputStream out) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        byte[] bytes = in.readNBytes(length);
        if (bytes.length != length) {
            throw new EOFException("the rows end early");
        }
        return bytes;
    }
}
