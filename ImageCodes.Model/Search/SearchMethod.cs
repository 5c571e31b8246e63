namespace ImageCodes.Model.Search;

/// <summary>How an index finds neighbours. Whatever the method, the neighbours are the same.</summary>
public enum SearchMethod
{
    /// <summary>The scan or the tables, whatever the number of codes, their length and how near neighbours lie make cheaper.</summary>
    Auto,

    /// <summary>Compares the query with every code.</summary>
    Linear,

    /// <summary>Multi-index hashing (Norouzi, Punjani and Fleet 2012), which gives way to the scan where neighbours lie too far.</summary>
    Multi,

    /// <summary>
    /// The table of all addresses of semantic hashing (Salakhutdinov and Hinton 2009), for codes or first bits of up to 24.
    /// </summary>
    Address,
}
