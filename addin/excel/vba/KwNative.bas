Option Explicit
' The warm Python: xlwings' DLL beside the add-in starts the program, keeps it, and ends it with Excel.
' A Declare is bound at its first call only, so both widths can stand here.
Private Declare PtrSafe Function KwLoad Lib "kernel32" Alias "LoadLibraryW" (ByVal path As LongPtr) As LongPtr
Private Declare PtrSafe Function KwFilter Lib "ole32" Alias "CoRegisterMessageFilter" _
    (ByVal filter As LongPtr, ByRef before As LongPtr) As Long
Private Declare PtrSafe Function KwActivate64 Lib "xlwings64.dll" Alias "XLPyDLLActivateAuto" _
    (ByRef result As Variant, ByVal config As String, ByVal mode As Long) As Long
Private Declare PtrSafe Function KwActivate32 Lib "xlwings32.dll" Alias "XLPyDLLActivateAuto" _
    (ByRef result As Variant, ByVal config As String, ByVal mode As Long) As Long
Private kwWarm As Boolean
Private kwBlocked As Boolean

' Returns the answer of addin.excel.entry.run(request, book); "wait" from the cold side where the DLL is blocked.
Public Function KwCall(request As String, book As Object) As String
    If Not kwWarm And Not kwBlocked Then KwWarmUp
    If kwBlocked Then
        KwCall = KwColdCall(request, book)
    Else
        KwCall = KwWarmCall(request, book)
    End If
End Function

' A DLL that worked once is not blocked: a program that died since is started again by the next call.
Public Sub KwWarmUp()
    kwWarm = Not (KwTry() Is Nothing)
    kwBlocked = Not kwWarm
End Sub

Public Sub KwShutDown()
    On Error Resume Next
    If kwWarm Then KwPython -1
End Sub

Private Function KwTry() As Object
    On Error Resume Next
    Set KwTry = KwPython(1)
End Function

' mode 1: the program's object, started if it is not running; mode -1: end the program.
Private Function KwPython(mode As Long) As Object
    Dim answer As Variant, code As Long, config As String
    config = KwProgram() & " serve $(CLSID)"
    If InStr(Application.OperatingSystem, "64-bit") > 0 Then
        KwLoad StrPtr(ThisWorkbook.path & "\xlwings64.dll")
        code = KwActivate64(answer, config, mode)
    Else
        KwLoad StrPtr(ThisWorkbook.path & "\xlwings32.dll")
        code = KwActivate32(answer, config, mode)
    End If
    If code <> 0 Then Err.Raise vbObjectError + 1
    If mode = 1 Then Set KwPython = answer
End Function

' Without its message filter Excel does not complain that it waits for another application.
Private Function KwWarmCall(request As String, book As Object) As String
    Dim py As Object, before As LongPtr, ours As LongPtr, number As Long
    Set py = KwPython(1)
    KwFilter 0, before
    On Error Resume Next
    KwWarmCall = py.Str(py.Call(py.Module("addin.excel.entry"), "run", py.Tuple(request, book)))
    number = Err.number
    On Error GoTo 0
    KwFilter before, ours
    If number <> 0 Then Err.Raise number
End Function
