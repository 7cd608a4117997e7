Option Explicit
' Chinese texts stand on the hidden sheet "text" of the add-in: key in column A, text in column B.
Private kwKnown As Collection

' Returns the text of a key, and the key itself where there is none.
Public Function KwText(key As String) As String
    KwText = key
    If kwKnown Is Nothing Then Set kwKnown = KwLoaded()
    On Error Resume Next
    KwText = kwKnown.Item(key)
End Function

Private Function KwLoaded() As Collection
    Dim known As New Collection, sheet As Object, row As Long
    Set sheet = ThisWorkbook.Sheets("text")
    row = 1
    Do While CStr(sheet.Cells(row, 1).Value) <> ""
        known.Add CStr(sheet.Cells(row, 2).Value), CStr(sheet.Cells(row, 1).Value)
        row = row + 1
    Loop
    Set KwLoaded = known
End Function

Public Function KwFirst(text As String) As String
    KwFirst = text
    If InStr(text, vbLf) > 0 Then KwFirst = Left$(text, InStr(text, vbLf) - 1)
End Function

Public Function KwRest(text As String) As String
    If InStr(text, vbLf) > 0 Then KwRest = Mid$(text, InStr(text, vbLf) + 1)
End Function
