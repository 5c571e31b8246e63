namespace ImageCodes.Tests.Imaging;

/// <summary>
/// The two colours of <see cref="Some.TwoColours"/> as HEIC, 96 x 64. The program's libraries read this format and do not write
/// it; libheif made this one: <c>heif-enc -q 60 two-colours.png</c>.
/// </summary>
internal static class HeicSample
{
    public static byte[] Bytes { get; } = Convert.FromBase64String(
        "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAUJtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAAA5waXRtAAAAAAABAAAA" +
        "Imlsb2MAAAAAREAAAQABAAAAAAFmAAEAAAAAAAAAewAAACNpaW5mAAAAAAABAAAAFWluZmUCAAAAAAEAAGh2YzEAAAAAwmlwcnAAAACkaXBjbwAAAHhodmND" +
        "AQNwAAAAAAAAAAAAHvAA/P34+AAADwMgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQCEAAQArQgEBA3AAAAMAkAAAAwAAAwAeoDCBBZbqSSmubgQEDAgA" +
        "AAMACAAAAwAIQCIAAQAHRAHBcrAiQAAAABRpc3BlAAAAAAAAAGAAAABAAAAAEHBpeGkAAAAAAwgICAAAABZpcG1hAAAAAAAAAAEAAQOBAoMAAACDbWRhdAAA" +
        "AHcoAa8J4MePOXVf//vSn//8N+8h+7MVSQSn/8ihTv35Vf/7sBDWLK2c7Zo/q2uUsVIEkztNnJVZkmsBJ7DcjiwHRP0QY2wgp5YjVx7/OSWGCf5/jMhEbn2q" +
        "O35vzkV5ttb0N2yLebQfgx0GgQW27xT9D9aujaXRgA==");
}
