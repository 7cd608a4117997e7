Option Explicit
' Where the DLL is blocked each request starts the program anew; request and answer are files, UTF-16.
' The program attaches itself to the open workbook: addin/excel/cold.py.
Private kwUntil As Date
Private kwSaid As String

Public Function KwColdCall(request As String, book As Object) As String
    If request <> "poll" Then KwWrite KwFile("request"), KwBookName(book) & vbLf & request
    If request = "poll" Or request = "cancel" Then
        KwColdCall = KwColdAnswer()
        Exit Function
    End If
    KwRemove KwFile("answer")
    Shell KwProgram() & " cold """ & ThisWorkbook.Path & """", vbHide
    kwUntil = Now + TimeSerial(0, 2, 0)
    kwSaid = "wait" & vbLf & KwText("cold")
    KwColdCall = kwSaid
End Function

' The answer when it is there; the program tells of itself often, so long silence means that it died.
Private Function KwColdAnswer() As String
    If Dir(KwFile("answer")) <> "" Then
        kwSaid = KwRead(KwFile("answer"))
        KwRemove KwFile("answer")
        kwUntil = Now + TimeSerial(0, 2, 0)
    ElseIf Now > kwUntil Then
        kwSaid = "error" & vbLf & KwText("silent")
    End If
    KwColdAnswer = kwSaid
End Function

' How the program is called: as the installation wrote it, else the one beside the add-in.
Public Function KwProgram() As String
    KwProgram = KwText("program")
    If KwProgram = "" Then KwProgram = """" & ThisWorkbook.Path & Application.PathSeparator & "keywatt.exe"""
End Function

Private Function KwBookName(book As Object) As String
    If Not book Is Nothing Then KwBookName = book.FullName
End Function

Private Function KwFile(name As String) As String
    KwFile = ThisWorkbook.Path & Application.PathSeparator & name & ".txt"
End Function

Private Sub KwRemove(path As String)
    If Dir(path) <> "" Then Kill path
End Sub

' A string put into bytes and back is UTF-16, whatever the code page.
Private Sub KwWrite(path As String, text As String)
    Dim bytes() As Byte, file As Integer
    KwRemove path
    bytes = text
    file = FreeFile
    Open path For Binary Access Write As #file
    Put #file, , bytes
    Close #file
End Sub

Private Function KwRead(path As String) As String
    Dim bytes() As Byte, file As Integer
    file = FreeFile
    Open path For Binary Access Read As #file
    ReDim bytes(LOF(file) - 1)
    Get #file, , bytes
    Close #file
    KwRead = bytes
End Function
