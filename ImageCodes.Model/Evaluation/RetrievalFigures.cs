namespace ImageCodes.Model.Evaluation;

/// <summary>
/// How well codes of one length find pictures of the query's class. No figure depends on the order of the database: precision
/// and average precision are expectations over the orders of pictures at equal distance, and in the vote pictures tied at the
/// tenth place share it equally.
/// </summary>
/// <param name="Bits">Length of the codes compared.</param>
/// <param name="PrecisionAt10">Share of the 10 nearest that have the query's class, 0 to 1.</param>
/// <param name="KnnAccuracy">
/// Share of queries whose class is the majority of the 10 nearest (or of as many as were asked to vote), 0 to 1; a tied vote counts in
/// parts.
/// </param>
/// <param name="Map">Mean average precision over the whole database, or over as many places as were asked for, 0 to 1.</param>
/// <param name="Pictures">Pictures in the database.</param>
/// <param name="Classes">Different classes in the database.</param>
public sealed record RetrievalFigures(int Bits, double PrecisionAt10, double KnnAccuracy, double Map, int Pictures, int Classes);
