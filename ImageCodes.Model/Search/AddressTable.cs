using ImageCodes.Model.Codes;

namespace ImageCodes.Model.Search;

/// <summary>The pictures at one address.</summary>
/// <param name="Address">The first bits of their codes.</param>
/// <param name="Flipped">The bits in which it differs from the address that was asked for.</param>
/// <param name="Ids">In the order of the index.</param>
public sealed record Bucket(BinaryCode Address, IReadOnlyList<int> Flipped, IReadOnlyList<long> Ids);

/// <summary>
/// Semantic hashing (Salakhutdinov and Hinton 2009): the first bits of a code are an address in memory, where the pictures with
/// these bits are; what is alike lies there and at addresses that differ in few bits. Nothing is compared. The table holds the
/// codes of one moment.
/// </summary>
public sealed class AddressTable
{
    /// <summary>The longest address: there is a place for each.</summary>
    public const int MostBits = CodeChunk.MostBits;

    /// <summary>
    /// The shortest that is of use: of fewer, each holds too much of a library. Codes of fewer bits are addresses as a whole.
    /// </summary>
    public const int FewestBits = 8;

    private readonly CodeRows _rows;
    private readonly ChunkTable _table;

    /// <param name="snapshot">What to hold.</param>
    /// <param name="bits">Length of an address, 1 to <see cref="MostBits"/> and no longer than the codes.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no such addresses.</exception>
    public AddressTable(CodeSnapshot snapshot, int bits)
    {
        var most = Math.Min(MostBits, snapshot.Bits);
        if (bits < 1 || bits > most) throw new ArgumentOutOfRangeException(nameof(bits), $"An address has 1 to {most} bits; got {bits}.");
        (Bits, _rows) = (bits, snapshot.Rows);
        _table = new ChunkTable(_rows, new CodeChunk(0, BinaryCode.MaskFor(bits, 0)), bits);
        for (var address = 0U; address < Addresses; address++)
        {
            var length = _table.LengthOf(address);
            if (length > 0) Occupied++;
            Fullest = Math.Max(Fullest, length);
        }
    }

    /// <summary>Length of an address.</summary>
    public int Bits { get; }

    /// <summary>How many addresses there are: 2^Bits.</summary>
    public int Addresses => 1 << Bits;

    /// <summary>At how many of them there are pictures.</summary>
    public int Occupied { get; }

    /// <summary>The most pictures at one address.</summary>
    public int Fullest { get; }

    /// <summary>How many pictures the table holds.</summary>
    public int Codes => _rows.Present;

    /// <summary>Whether it holds what the snapshot holds.</summary>
    public bool IsOf(CodeSnapshot snapshot) => snapshot.Rows == _rows;

    /// <summary>
    /// What is at each address that differs from the code's own in so many bits, those without pictures included: one for 0
    /// flips, as many as an address has bits for 1.
    /// </summary>
    /// <param name="code">At least as long as an address.</param>
    /// <param name="flips">0 or more.</param>
    /// <exception cref="ArgumentException">The code is shorter.</exception>
    public IEnumerable<Bucket> Around(BinaryCode code, int flips)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(flips);
        var key = KeyOf(code);
        var own = code.Prefix(Bits);
        for (var sequence = new FlipSequence(Bits, flips); sequence.Next(out var flipped);)
        {
            // The first bit of a code is the highest of its address.
            var bits = Enumerable.Range(0, Bits).Where(bit => (flipped >> (Bits - 1 - bit) & 1) != 0).ToList();
            yield return new Bucket(bits.Aggregate(own, (address, bit) => address.Flip(bit)), bits, Ids(key ^ flipped, int.MaxValue));
        }
    }

    /// <summary>The first pictures at the code's own address: one place in memory is read, however many codes there are.</summary>
    /// <param name="code">At least as long as an address.</param>
    /// <param name="most">No more than so many.</param>
    /// <exception cref="ArgumentException">The code is shorter.</exception>
    public IReadOnlyList<long> At(BinaryCode code, int most) => Ids(KeyOf(code), most);

    private uint KeyOf(BinaryCode code) => code.Bits >= Bits
        ? _table.Chunk.Key(code.Words[0])
        : throw new ArgumentException($"An address has {Bits} bits; the code has {code.Bits}.", nameof(code));

    private List<long> Ids(uint address, int most)
    {
        var rows = _table.RowsOf(address);
        var ids = new List<long>(Math.Min(rows.Length, most));
        foreach (var row in rows[..Math.Min(rows.Length, most)]) ids.Add(_rows.IdOf(row));
        return ids;
    }
}
