using ImageCodes.Model.Imaging;
using ImageCodes.Web.Models;

namespace ImageCodes.Web.Search;

/// <summary>
/// Makes the codes of queries. One that comes alone is encoded at once; those that come while others are being encoded wait for
/// them, and then are encoded together, which costs each less than a turn of its own.
/// </summary>
public sealed class SharedEncoder(LiveModel model)
{
    private const int MostTogether = 32;   // above, the first of a batch waits longer than it gains

    private readonly record struct Query(NetworkInput Picture, TaskCompletionSource<EncodedPicture> Answer);

    private readonly Lock _queueing = new();
    private readonly Queue<Query> _waiting = [];
    private bool _encoding;

    /// <summary>The code of a picture by the model in use.</summary>
    /// <exception cref="ArgumentException">The picture has another size than the model's input.</exception>
    public Task<EncodedPicture> EncodeAsync(NetworkInput picture)
    {
        var query = new Query(picture, new TaskCompletionSource<EncodedPicture>(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_queueing)
        {
            _waiting.Enqueue(query);
            if (!_encoding) _ = Task.Run(EncodeAll);
            _encoding = true;
        }

        return query.Answer.Task;
    }

    private void EncodeAll()
    {
        while (Next() is { Count: > 0 } batch)
        {
            // What is wrong with one is not the others' fault.
            if (!TryEncode(batch, alone: batch.Count == 1)) batch.ForEach(query => TryEncode([query], alone: true));
        }
    }

    private bool TryEncode(List<Query> batch, bool alone)
    {
        try
        {
            var current = model.Current;
            var codes = current.Encoder.Encode([.. batch.Select(query => query.Picture)]);
            foreach (var (query, code) in batch.Zip(codes)) query.Answer.SetResult(new EncodedPicture(current, code));
            return true;
        }
        catch (Exception failure)
        {
            if (alone) batch[0].Answer.SetException(failure);
            return alone;
        }
    }

    private List<Query> Next()
    {
        lock (_queueing)
        {
            var batch = new List<Query>();
            while (batch.Count < MostTogether && _waiting.TryDequeue(out var query)) batch.Add(query);
            _encoding = batch.Count > 0;
            return batch;
        }
    }
}
