using System.Numerics;

namespace ImageCodes.Model.Search;

/// <summary>All numbers below 2^bits with so many bits set, rising (Gosper, HAKMEM 175).</summary>
/// <param name="bits">0 to 32.</param>
/// <param name="set">0 or more.</param>
internal struct FlipSequence(int bits, int set)
{
    private ulong _next = set > bits ? ulong.MaxValue : (1UL << set) - 1;

    public bool Next(out uint flips)
    {
        flips = (uint)_next;
        if (_next >> bits != 0) return false;
        if (_next == 0)
        {
            _next = ulong.MaxValue;
            return true;
        }

        var raised = _next + (_next & (0 - _next));
        _next = raised | ((_next ^ raised) >> BitOperations.TrailingZeroCount(_next) >> 2);
        return true;
    }
}
