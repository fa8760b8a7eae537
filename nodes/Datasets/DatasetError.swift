/// Why a set of pictures and texts is none.
enum DatasetError: Error, Hashable, CustomStringConvertible {
    case noPictures(folder: String)
    case tooMany(folder: String)
    case otherNumbers(Int, String, Int, String)
    case batch(Int)
    case leavesFolder(String)

    var description: String {
        switch self {
        case .noPictures(let folder):
            "the folder '\(folder)': holds no pictures. Put PNG, JPEG or WebP files into it."
        case .tooMany(let folder):
            "the folder '\(folder)': names more than \(PictureFolder.most) pictures, repeated ones included. Use smaller numbers."
        case .otherNumbers(let first, let things, let second, let others):
            "the lists: there are \(first) \(things) and \(second) \(others). Give one for each."
        case .batch(let count):
            "images: a batch of \(count) pictures is no single picture. Take it apart with RebatchImages."
        case .leavesFolder(let name):
            "the folder '\(name)' lies outside of the output folder. Use a relative name such as 'dataset'."
        }
    }
}
