/** German: what providers call themselves and their settings, by the English words that stand in the providers. */

export const providerNames: Readonly<Record<string, string>> = {
  'web-folder': 'Ordner auf diesem Computer',
  'this-computer': 'Dieser Computer',
};

/** A test sees that each text of each provider is here, and nothing else. */
export const providedTexts: Readonly<Record<string, string>> = {
  'User hash': 'Benutzer-Hash',
  'Uploads into your Catbox account, where you can delete them. Leave empty to upload anonymously.':
    'Lädt in das eigene Catbox-Konto, wo sich Dateien löschen lassen. Leer lassen, um anonym hochzuladen.',
  'Keep for': 'Behalten für',
  'Litterbox deletes the file after this time.': 'Litterbox löscht die Datei nach dieser Zeit.',
  '1 hour': '1\u00a0Stunde',
  '6 hours': '6\u00a0Stunden',
  '12 hours': '12\u00a0Stunden',
  '1 day': '1\u00a0Tag',
  '3 days': '3\u00a0Tage',
  '7 days': '7\u00a0Tage',
  '30 days': '30\u00a0Tage',
  '1 year': '1\u00a0Jahr',
  'Server address': 'Adresse des Servers',
  'Where uploads are sent to': 'Wohin Dateien gesendet werden',
  'Largest file (MiB)': 'Größte Datei (MiB)',
  'As the server’s front page says': 'Wie auf der Startseite des Servers angegeben',
  'Shortest time kept (days)': 'Kürzeste Dauer (Tage)',
  'For the largest files': 'Für die größten Dateien',
  'Longest time kept (days)': 'Längste Dauer (Tage)',
  'For the smallest files': 'Für die kleinsten Dateien',
  'User ID': 'Benutzerkennung',
  'Keeps files longer, together with the token. It stands in each link.':
    'Zusammen mit dem Token bleiben Dateien länger. Sie steht in jedem Link.',
  Token: 'Token',
  'The access token of your tmpfile.link account, which goes with the user ID.':
    'Das Zugriffstoken des Kontos bei tmpfile.link, das zur Benutzerkennung gehört.',
  'Host of its links': 'Host der Links',
  'Only for a server whose links lead neither to itself nor to a host below it':
    'Nur für einen Server, dessen Links weder zu ihm selbst noch zu einem Host darunter führen',
  'Time kept (hours)': 'Dauer (Stunden)',
  'tmpfiles.org deletes the file after this time.': 'tmpfiles.org löscht die Datei nach dieser Zeit.',
  'Time kept (days)': 'Dauer (Tage)',
  'As the server shows it for a new file': 'Wie der Server sie für eine neue Datei anzeigt',
  '0x0.st has switched uploads off because of automated spam, and does not say until when.':
    '0x0.st hat das Hochladen wegen automatischen Spams abgeschaltet und sagt nicht, bis wann.',
  'Link that nobody can guess': 'Link, den niemand erraten kann',
  'The usual link has four characters, which programs try out.':
    'Der übliche Link hat vier Zeichen, die Programme durchprobieren.',
  'Delete after (hours)': 'Löschen nach (Stunden)',
  'Leave empty to keep a file as long as the server does.':
    'Leer lassen, um Dateien so lange zu behalten wie der Server.',
  'It needs the API key of a pixeldrain account.': 'Der API-Schlüssel eines Kontos bei pixeldrain ist nötig.',
  Plan: 'Tarif',
  'Sets the largest file and how long files are kept.': 'Bestimmt die größte Datei und wie lange Dateien bleiben.',
  Free: 'Kostenlos',
  Pro: 'Pro',
  'API key': 'API-Schlüssel',
  'Made at pixeldrain.com/user/api_keys, once you are signed in there.':
    'Entsteht unter pixeldrain.com/user/api_keys, nach der Anmeldung dort.',
  'It needs the key of a paid fal account.': 'Der Schlüssel eines bezahlten Kontos bei fal ist nötig.',
  '“As your account says” leaves it to your settings at fal, which keep files without an end unless you changed them.':
    '„Wie im Konto“ überlässt es den Einstellungen bei fal, die Dateien ohne Ende behalten, solange sie nicht geändert wurden.',
  'As your account says': 'Wie im Konto',
  Key: 'Schlüssel',
  'Made at fal.ai/dashboard/keys; it consists of an ID and a secret with a colon between them.':
    'Entsteht unter fal.ai/dashboard/keys; besteht aus Kennung und Geheimnis mit einem Doppelpunkt dazwischen.',
  'It needs a bucket and its keys.': 'Ein Bucket und seine Schlüssel sind nötig.',
  Service: 'Dienst',
  'Whose storage it is.': 'Wessen Speicher es ist.',
  'Amazon S3': 'Amazon S3',
  'Cloudflare R2': 'Cloudflare R2',
  'Backblaze B2': 'Backblaze B2',
  Ceph: 'Ceph',
  'Another that speaks S3': 'Ein anderer, der S3 spricht',
  'Such as https://<account>.r2.cloudflarestorage.com. Amazon and Backblaze need none.':
    'Etwa https://<account>.r2.cloudflarestorage.com. Amazon und Backblaze brauchen keine.',
  Region: 'Region',
  'Where the bucket is, such as eu-central-1. Empty: the usual one of the service.':
    'Wo der Bucket liegt, etwa eu-central-1. Leer: die übliche des Dienstes.',
  Bucket: 'Bucket',
  'It must be there already.': 'Er muss schon da sein.',
  'Bucket in the path': 'Bucket im Pfad',
  'Instead of in the host’s name.': 'Statt im Namen des Hosts.',
  'As the service has it': 'Wie beim Dienst üblich',
  Yes: 'Ja',
  No: 'Nein',
  'Name of an upload': 'Name beim Hochladen',
  'Folders with “/”. It may hold {name} {filename} {ext} {year} {month} {day} {date} {time} {random}.':
    'Ordner mit „/“. Darin dürfen stehen: {name} {filename} {ext} {year} {month} {day} {date} {time} {random}.',
  'Public address': 'Öffentliche Adresse',
  'Where everybody can read what is in the bucket, such as https://cdn.example.com/{key}. Without one, links are signed and end.':
    'Wo alle lesen können, was im Bucket liegt, etwa https://cdn.example.com/{key}. Ohne sie werden Links signiert und enden.',
  'Signed links open for (seconds)': 'Signierte Links gelten (Sekunden)',
  'At most 7 days (604,800). The file stays longer. With keys that are temporary, links end when these do.':
    'Höchstens 7\u00a0Tage (604.800). Die Datei bleibt länger. Mit befristeten Schlüsseln enden Links zusammen mit diesen.',
  'Shared profile': 'Gemeinsames Profil',
  'A profile in ~/.aws whose keys are used instead of those that are given here.':
    'Ein Profil in ~/.aws, dessen Schlüssel anstelle der hier eingegebenen benutzt werden.',
  'Access key ID': 'Kennung des Zugriffsschlüssels',
  'Made in the service’s console; it needs to be able to put, get and delete objects of the bucket.':
    'Entsteht in der Konsole des Dienstes; sie muss Objekte des Buckets schreiben, lesen und löschen dürfen.',
  'Secret access key': 'Geheimer Zugriffsschlüssel',
  'Shown once, together with the access key ID.':
    'Wird nur einmal angezeigt, zusammen mit der Kennung des Zugriffsschlüssels.',
  'Session token': 'Sitzungstoken',
  'Only for temporary keys. Signed links end when these do.':
    'Nur für befristete Schlüssel. Signierte Links enden zusammen mit diesen.',
  'It needs a Dropbox account.': 'Ein Konto bei Dropbox ist nötig.',
  Link: 'Link',
  'What people get who follow it.': 'Was beim Öffnen geschieht.',
  'Downloads the file': 'Lädt die Datei herunter',
  'Shows the file alone': 'Zeigt nur die Datei',
  'Dropbox’s page with the file': 'Seite von Dropbox mit der Datei',
  'App key': 'App-Schlüssel',
  'Of an app of your own, made at dropbox.com/developers/apps. Signing in needs one.':
    'Von einer eigenen App, angelegt unter dropbox.com/developers/apps. Zum Anmelden nötig.',
  'Refresh token': 'Aktualisierungstoken',
  'What signing in gives. It is good until you take the app’s access back at Dropbox.':
    'Entsteht beim Anmelden. Gilt, bis der Zugriff der App bei Dropbox widerrufen wird.',
  'Access token': 'Zugriffstoken',
  'Instead of a refresh token, for some hours: Dropbox ends it by itself.':
    'Statt eines Aktualisierungstokens, für einige Stunden: Dropbox beendet es von selbst.',
  'App secret': 'App-Geheimnis',
  'Only for a refresh token of an app of your own that was got without PKCE.':
    'Nur für ein Aktualisierungstoken einer eigenen App, das ohne PKCE entstand.',
  'It needs a server of your own.': 'Ein eigener Server ist nötig.',
  'Address of the folder': 'Adresse des Ordners',
  'For Nextcloud: https://cloud.example/remote.php/dav/files/NAME/Uploads. The folder must exist.':
    'Für Nextcloud: https://cloud.example/remote.php/dav/files/NAME/Uploads. Den Ordner muss es schon geben.',
  'User name': 'Benutzername',
  'The one to sign in with': 'Der zum Anmelden',
  'Under which address anybody finds what is in the folder. Nextcloud and ownCloud need none: they make a share link.':
    'Unter welcher Adresse alle finden, was im Ordner liegt. Nextcloud und ownCloud brauchen keine: Sie erzeugen einen Freigabelink.',
  Links: 'Links',
  'How a link to a file is made': 'Wie der Link zu einer Datei entsteht',
  'As the address tells': 'Wie die Adresse es nahelegt',
  'A share of Nextcloud or ownCloud': 'Eine Freigabe von Nextcloud oder ownCloud',
  'The public address': 'Die öffentliche Adresse',
  Password: 'Passwort',
  'Better an app password, which Nextcloud makes under Settings, Security, than the one of your account.':
    'Besser ein App-Passwort, das Nextcloud unter Einstellungen, Sicherheit erzeugt, als das des Kontos.',
  Host: 'Host',
  'The name or address of the server.': 'Name oder Adresse des Servers.',
  Port: 'Port',
  Folder: 'Ordner',
  'On the server; it is made where it is missing. Without “/” before it, it is below the user’s own.':
    'Auf dem Server; wird angelegt, wo er fehlt. Ohne „/“ davor liegt er im Ordner des Benutzers.',
  'The address under which the folder is seen from outside, for links; without “{key}” in it, names follow at its end.':
    'Die Adresse, unter der der Ordner von außen zu sehen ist, für Links; ohne „{key}“ darin folgen die Namen an ihrem Ende.',
  'Sign in with the SSH agent': 'Mit dem SSH-Agenten anmelden',
  'Keys that the agent of this computer holds are tried too.':
    'Auch Schlüssel, die der Agent dieses Computers hält, werden versucht.',
  'The user’s password on the server; not needed with a key.':
    'Das Passwort des Benutzers auf dem Server; mit einem Schlüssel nicht nötig.',
  'Private key': 'Privater Schlüssel',
  'The text of a private key, as in ~/.ssh/id_ed25519 (OpenSSH, PEM or PuTTY).':
    'Der Text eines privaten Schlüssels, wie in ~/.ssh/id_ed25519 (OpenSSH, PEM oder PuTTY).',
  Passphrase: 'Passphrase',
  'Opens the private key, where it is locked.': 'Öffnet den privaten Schlüssel, falls er gesperrt ist.',
  'It needs a folder that a web server of yours serves.':
    'Ein Ordner, den ein eigener Webserver ausliefert, ist nötig.',
  'Where your web server shows the folder, such as https://files.example.org/.':
    'Wo der Webserver den Ordner zeigt, etwa https://files.example.org/.',
  'Files are copied into it. Your web server serves it.':
    'Dateien werden hineinkopiert. Der eigene Webserver liefert ihn aus.',
};

export const provided = (text: string): string => providedTexts[text] ?? text;
