using System.Runtime.InteropServices;
using SQLitePCL;

namespace ImageCodes.Model.Storage;

/// <summary>
/// The columns of a row, asked of SQLite without the counted handles that every other call passes: of ten million rows they took a quarter
/// of the time. The caller keeps the statement open while its rows are read, and its connection to one thread. The library is the one that
/// Microsoft.Data.Sqlite brings.
/// </summary>
/// <param name="statement">Stands at a row.</param>
internal readonly unsafe partial struct NativeRow(sqlite3_stmt statement)
{
    private readonly nint _statement = statement.DangerousGetHandle();

    /// <summary>A whole number.</summary>
    public long Number(int column) => sqlite3_column_int64(_statement, column);

    /// <summary>Bytes, which are there until the statement's next step.</summary>
    public ReadOnlySpan<byte> Bytes(int column)
    {
        var start = sqlite3_column_blob(_statement, column);   // before its length, as SQLite asks
        return new ReadOnlySpan<byte>((void*)start, sqlite3_column_bytes(_statement, column));
    }

    // They look into the row that SQLite has at hand and take nanoseconds. The connection's lock, which they take, is free: it belongs to one thread.
    [LibraryImport("e_sqlite3"), SuppressGCTransition]
    private static partial long sqlite3_column_int64(nint statement, int column);

    [LibraryImport("e_sqlite3"), SuppressGCTransition]
    private static partial nint sqlite3_column_blob(nint statement, int column);

    [LibraryImport("e_sqlite3"), SuppressGCTransition]
    private static partial int sqlite3_column_bytes(nint statement, int column);
}
